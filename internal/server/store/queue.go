package store

import "relais/internal/desk"

func scanQueue(row scanner) (q desk.Queue, err error) {
	err = row.Scan(&q.ID, &q.Name, &q.Level)
	return q, err
}

// Queues lists all, the lowest level first.
func (tx *Tx) Queues() ([]desk.Queue, error) {
	return list(tx, scanQueue, "SELECT id, name, level FROM queues ORDER BY level, name, id")
}

// Queue reads one. CodeNotFound.
func (tx *Tx) Queue(id string) (desk.Queue, error) {
	q, err := scanQueue(tx.row("SELECT id, name, level FROM queues WHERE id = ?", id))
	return q, missing(err, "queue", id)
}

// QueuesSeq tells when the queues last changed.
func (tx *Tx) QueuesSeq() (seq int64, err error) {
	err = tx.row("SELECT queues_seq FROM state").Scan(&seq)
	return seq, err
}

// PutQueue adds a queue or changes it.
func (tx *Tx) PutQueue(q desk.Queue) error {
	err := tx.exec(`INSERT INTO queues (id, name, level) VALUES (?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, level = excluded.level`, q.ID, q.Name, q.Level)
	if err != nil {
		return err
	}
	return tx.exec("UPDATE state SET seq = seq + 1, queues_seq = seq + 1")
}
