package seed

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"go.yaml.in/yaml/v3"

	"relais/internal/desk"
	"relais/internal/server/store"
)

// header is the front matter of an article.
type header struct {
	ID       string        `yaml:"id"`
	Lang     string        `yaml:"lang"`
	Title    string        `yaml:"title"`
	Category string        `yaml:"category"`
	Keywords []string      `yaml:"keywords"`
	Products []string      `yaml:"products"`
	Until    time.Time     `yaml:"until"`
	Audience desk.Audience `yaml:"audience"`
	Updated  time.Time     `yaml:"updated"`
}

func readArticles(content fs.FS) ([]store.Article, error) {
	files, err := fs.Glob(content, "kb/*/*.md")
	if err != nil {
		return nil, err
	}
	var all []store.Article
	for _, name := range files {
		text, err := fs.ReadFile(content, name)
		if err != nil {
			return nil, err
		}
		a, err := parseArticle(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all = append(all, a)
	}
	return all, nil
}

func parseArticle(text []byte) (store.Article, error) {
	parts := bytes.SplitN(text, []byte("---\n"), 3)
	if len(parts) != 3 || len(parts[0]) > 0 {
		return store.Article{}, errors.New("no front matter between two lines of ---")
	}
	var h header
	if err := yaml.Unmarshal(parts[1], &h); err != nil {
		return store.Article{}, err
	}
	if h.ID == "" || h.Lang == "" || h.Title == "" {
		return store.Article{}, errors.New("id, lang and title are needed")
	}
	if h.Audience == "" {
		h.Audience = desk.AudienceEveryone
	}
	return store.Article{Article: desk.Article{
		ID: h.ID + "." + h.Lang, Pair: h.ID, Lang: h.Lang, Title: h.Title, Category: h.Category, Keywords: h.Keywords, Products: h.Products,
		Audience: h.Audience, State: desk.ArticlePublished, Until: h.Until, Updated: h.Updated.UTC(), Body: string(bytes.TrimSpace(parts[2])),
	}}, nil
}

func addArticles(tx *store.Tx, articles []store.Article) error {
	for _, a := range articles {
		_, err := tx.Article(a.ID)
		if add, err := absent(err); err != nil {
			return err
		} else if !add {
			continue
		}
		if err := tx.PutArticle(&a); err != nil {
			return fmt.Errorf("article %s: %w", a.ID, err)
		}
	}
	return nil
}
