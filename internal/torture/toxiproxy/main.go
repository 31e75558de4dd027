// Program toxiproxy spoils connections for the machine of bad networks: it serves
// Toxiproxy's API on a free port of this computer, prints the address, and ends
// with its standard input. It is a module of its own, so that what it needs is no
// dependency of Relais.
package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"
)

func main() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	api := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(prometheus.NewRegistry()), zerolog.Nop())
	s := &http.Server{Handler: api.Routes(), ReadHeaderTimeout: 10 * time.Second}
	fmt.Println(l.Addr())
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // whoever started it has gone
		_ = s.Close()
	}()
	_ = s.Serve(l)
}
