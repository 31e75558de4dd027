package tray

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/png"
	"testing"
)

func TestAnIconForWindowsHoldsThePicture(t *testing.T) {
	t.Parallel()
	for _, size := range []int{16, 64, 255} {
		var picture bytes.Buffer
		if err := png.Encode(&picture, image.NewNRGBA(image.Rect(0, 0, size, size))); err != nil {
			t.Fatal(err)
		}
		got := ico(picture.Bytes())
		want := struct {
			Always, Icons, Pictures uint16
			Width, Height, Palette  uint8
			Zero                    uint8
			Planes, Bits            uint16
			Length, At              uint32
		}{0, 1, 1, uint8(size), uint8(size), 0, 0, 1, 32, uint32(picture.Len()), 22}
		head := want
		if err := binary.Read(bytes.NewReader(got), binary.LittleEndian, &head); err != nil || head != want {
			t.Errorf("%d: the head is %+v, want %+v (%v)", size, head, want, err)
		}
		if !bytes.Equal(got[22:], picture.Bytes()) {
			t.Errorf("%d: the picture is another", size)
		}
	}
}
