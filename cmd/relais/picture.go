package main

import (
	"fmt"
	"image"
	"image/color"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"

	"fyne.io/fyne/v2/driver"
)

// picture takes what the window shows: from the X server where there is one,
// because not every driver lets a program read back what it drew; else from the
// canvas. It runs on the UI goroutine.
func (a *app) picture() (image.Image, error) {
	var handle uint64
	if native, ok := a.window.Native().(driver.NativeWindow); ok {
		native.RunNative(func(context any) {
			if x11, ok := context.(driver.X11WindowContext); ok {
				handle = uint64(x11.WindowHandle)
			}
		})
	}
	if handle == 0 {
		return a.window.Native().Canvas().Capture(), nil
	}
	return fromX(xproto.Drawable(handle)) //nolint:gosec // ids of X have 32 bits
}

// fromX reads a window's pixels, as they are on a screen of 24 bits.
func fromX(window xproto.Drawable) (image.Image, error) {
	c, err := xgb.NewConn()
	if err != nil {
		return nil, err
	}
	defer c.Close()
	g, err := xproto.GetGeometry(c, window).Reply()
	if err != nil {
		return nil, err
	}
	const allPlanes = 1<<32 - 1
	reply, err := xproto.GetImage(c, xproto.ImageFormatZPixmap, window, 0, 0, g.Width, g.Height, allPlanes).Reply()
	if err != nil {
		return nil, err
	}
	if len(reply.Data) < int(g.Width)*int(g.Height)*4 {
		return nil, fmt.Errorf("the screen has %d bits a pixel: want 24 or 32", reply.Depth)
	}
	img := image.NewRGBA(image.Rect(0, 0, int(g.Width), int(g.Height)))
	for i := range int(g.Width) * int(g.Height) {
		p := reply.Data[i*4:]
		img.SetRGBA(i%int(g.Width), i/int(g.Width), color.RGBA{R: p[2], G: p[1], B: p[0], A: 255})
	}
	return img, nil
}
