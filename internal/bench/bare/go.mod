// A module of its own keeps this program out of Relais. It is built with the libraries of Relais, so that both start the
// same toolkit: go build -C internal/bench/bare -modfile "$PWD/go.mod"
module relais/internal/bench/bare

go 1.26.0
