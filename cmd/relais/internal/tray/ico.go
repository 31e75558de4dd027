package tray

import "encoding/binary"

// ico puts a square PNG of less than 256 pixels into the container that Windows
// takes icons from: a head, a list of one picture, and the picture as it is.
func ico(png []byte) []byte {
	const (
		head    = 6
		listed  = 16
		widthAt = 16 // in a PNG: four bytes, and as many for the height
	)
	size := binary.BigEndian.Uint32(png[widthAt:])
	out := make([]byte, 0, head+listed+len(png))
	out = binary.LittleEndian.AppendUint16(out, 0)                // always
	out = binary.LittleEndian.AppendUint16(out, 1)                // icons, not cursors
	out = binary.LittleEndian.AppendUint16(out, 1)                // picture
	out = append(out, byte(size), byte(size), 0, 0)               // no palette
	out = binary.LittleEndian.AppendUint16(out, 1)                // plane
	out = binary.LittleEndian.AppendUint16(out, 32)               // bits for a pixel
	out = binary.LittleEndian.AppendUint32(out, uint32(len(png))) //nolint:gosec // icons are small
	out = binary.LittleEndian.AppendUint32(out, head+listed)
	return append(out, png...)
}
