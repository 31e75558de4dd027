package lexicon

// Letters is a set of the letters of a text in threes, small and a little
// forgetful: two threes may count as one.
type Letters struct {
	bits [1 << 10]uint64
	n    int
}

// Set makes l the letters of text.
func (l *Letters) Set(text []byte) {
	*l = Letters{n: len(text)}
	var three uint32
	for i := range len(text) {
		three = three<<8 | uint32(text[i])
		word, bit := place(three)
		l.bits[word] |= bit
	}
}

// Alike returns how far the letters of text are those of l, 0 to 1.
func (l *Letters) Alike(text []byte) float64 {
	var three uint32
	shared := 0
	for i := range len(text) {
		three = three<<8 | uint32(text[i])
		if word, bit := place(three); l.bits[word]&bit != 0 {
			shared++
		}
	}
	if shared == 0 {
		return 0
	}
	return min(1, 2*float64(shared)/float64(l.n+len(text)))
}

func place(three uint32) (word int, bit uint64) {
	h := (three & 0xffffff) * 2654435761 >> 16
	return int(h >> 6), 1 << (h & 63)
}
