package store

import (
	"strconv"

	"relais/internal/desk"
)

// Attached is an attachment and where it belongs.
type Attached struct {
	desk.Attachment
	Ticket   string
	Internal bool
}

// Attachment reads one. CodeNotFound.
func (tx *Tx) Attachment(id string) (Attached, error) {
	var a Attached
	var ticket int64
	err := tx.row(`SELECT a.name, a.size, a.sha256, a.media_type, m.ticket_id, m.internal
		FROM attachments a JOIN messages m ON m.id = a.message_id WHERE a.id = ?`, number(id)).
		Scan(&a.Name, &a.Size, &a.SHA256, &a.MediaType, &ticket, &a.Internal)
	a.ID, a.Ticket = id, strconv.FormatInt(ticket, 10)
	return a, missing(err, "attachment", id)
}

func (tx *Tx) insertAttachments(message int64, attachments []desk.Attachment) error {
	for i := range attachments {
		a := &attachments[i]
		var id int64
		err := tx.row("INSERT INTO attachments (message_id, name, size, sha256, media_type) VALUES (?, ?, ?, ?, ?) RETURNING id",
			message, a.Name, a.Size, a.SHA256, a.MediaType).Scan(&id)
		if err != nil {
			return err
		}
		a.ID = strconv.FormatInt(id, 10)
	}
	return nil
}

type ofMessage struct {
	message string
	desk.Attachment
}

func scanAttachment(row scanner) (a ofMessage, err error) {
	var id, message int64
	err = row.Scan(&id, &message, &a.Name, &a.Size, &a.SHA256, &a.MediaType)
	a.ID, a.message = strconv.FormatInt(id, 10), strconv.FormatInt(message, 10)
	return a, err
}

func (tx *Tx) addAttachments(messages []desk.Message) error {
	at := make(map[string]*desk.Message, len(messages))
	numbers := make([]int64, len(messages))
	for i := range messages {
		at[messages[i].ID] = &messages[i]
		numbers[i] = number(messages[i].ID)
	}
	ids, err := idList(numbers)
	if err != nil {
		return err
	}
	found, err := list(tx, scanAttachment, `SELECT id, message_id, name, size, sha256, media_type FROM attachments
		WHERE message_id IN (SELECT value FROM json_each(?)) ORDER BY id`, ids)
	for _, a := range found {
		at[a.message].Attachments = append(at[a.message].Attachments, a.Attachment)
	}
	return err
}

// Uploaded tells the size of bytes that this person brought. CodeNotFound.
func (tx *Tx) Uploaded(person, sha string) (size int64, err error) {
	err = tx.row("SELECT b.size FROM uploads u JOIN blobs b ON b.sha256 = u.sha256 WHERE u.sha256 = ? AND u.person_id = ? AND b.sha256 <> ''", sha, person).Scan(&size)
	return size, missing(err, "file", "")
}
