package secret

import (
	"context"
	"sync"

	"relais/internal/desk"
)

// NewMemory gives a store that forgets everything when the program ends, for
// the demo account, whose token is made anew at each start.
func NewMemory() Store { return &memory{secrets: map[string]desk.Secret{}} }

type memory struct {
	mu      sync.Mutex
	secrets map[string]desk.Secret
}

// Where is Memory.
func (m *memory) Where() string { return Memory }

// Get finds what Set kept.
func (m *memory) Get(_ context.Context, id string) (desk.Secret, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.secrets[id]
	if !ok {
		return desk.Secret{}, &desk.Error{Code: desk.CodeNotFound, Op: "read secret", Subject: id}
	}
	return s, nil
}

// Set keeps it until the program ends.
func (m *memory) Set(_ context.Context, id string, s desk.Secret) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.secrets[id] = s
	return nil
}

// Delete forgets it.
func (m *memory) Delete(_ context.Context, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.secrets, id)
	return nil
}
