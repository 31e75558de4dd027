package store

import "relais/internal/desk"

// Pictures reads the pictures of an article with their contents, by name.
func (tx *Tx) Pictures(article string) ([]desk.Picture, error) {
	return list(tx, func(row scanner) (p desk.Picture, err error) {
		err = row.Scan(&p.Name, &p.Content)
		return p, err
	}, "SELECT name, content FROM pictures WHERE article_id = ? ORDER BY name", article)
}

func (tx *Tx) putPictures(article string, pictures []desk.Picture) error {
	if err := tx.exec("DELETE FROM pictures WHERE article_id = ?", article); err != nil {
		return err
	}
	for _, p := range pictures {
		if err := tx.exec("INSERT INTO pictures (article_id, name, content) VALUES (?, ?, ?)", article, p.Name, p.Content); err != nil {
			return err
		}
	}
	return nil
}
