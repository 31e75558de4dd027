package rt

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"relais/client/rt/mapping"
	"relais/client/rt/thread"
	"relais/client/rt/wire"
	"relais/internal/desk"
)

// site is what was found out about a Request Tracker and this account there. It
// does not change once it is made.
type site struct {
	me         desk.Person
	version    string
	queues     []desk.Queue
	lifecycles map[string]string // id of a queue → its lifecycle
	start      string            // id of the queue for new tickets; "" when there is none

	reference, message string // names of custom fields; "" where there are none
	impact, urgency    mapping.Scale
	class              wire.Class
	content, keywords  string // custom fields of articles
	notes, change      bool   // may comment, may change tickets
}

func (s *site) staff() bool { return s.me.Role.Staff() }

func (s *site) queue(id string) (desk.Queue, bool) {
	i := slices.IndexFunc(s.queues, func(q desk.Queue) bool { return q.ID == id })
	if i < 0 {
		return desk.Queue{}, false
	}
	return s.queues[i], true
}

func (s *site) level(queue string) int {
	q, _ := s.queue(queue)
	return q.Level
}

// frame is what is needed to read the tickets of a site.
func (b *Backend) frame(s *site) *thread.Frame {
	return &thread.Frame{
		Settings: b.settings, Level: s.level, Lifecycles: s.lifecycles, Reference: s.reference, Message: s.message,
		Impact: s.impact, Urgency: s.urgency, Ref: b.ref, Known: b.known,
	}
}

// ready finds out once what there is.
func (b *Backend) ready(ctx context.Context) (*site, error) {
	b.mu.Lock()
	s := b.site
	b.mu.Unlock()
	if s != nil {
		return s, nil
	}
	s = &site{lifecycles: map[string]string{}}
	for _, look := range []func(context.Context, *site) error{b.lookAtServer, b.lookAtMe, b.lookAtQueues, b.lookAtRights, b.lookAtArticles} {
		if err := look(ctx, s); err != nil {
			return nil, err
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.site = s
	return s, nil
}

func (b *Backend) lookAtServer(ctx context.Context, s *site) error {
	var service wire.Service
	if _, err := b.get(ctx, "look at server", "/rt", nil, nil, &service); err != nil {
		return err
	}
	if service.Version == "" {
		return strange("look at server")
	}
	s.version = service.Version
	return nil
}

func (b *Backend) lookAtMe(ctx context.Context, s *site) error {
	u, err := b.user(ctx, b.login)
	if desk.CodeOf(err) == desk.CodeNotFound || desk.CodeOf(err) == desk.CodeForbidden {
		return &desk.Error{Code: desk.CodeUnauthorized, Op: "welcome", Err: err} // the login is written in another way
	}
	if err != nil {
		return err
	}
	b.know(u)
	s.me = person(u)
	return nil
}

// lookAtQueues reads the queues, and the custom fields of the one for new
// tickets.
func (b *Backend) lookAtQueues(ctx context.Context, s *site) error {
	var list wire.List[wire.Queue]
	query := url.Values{"fields": {"Name,Lifecycle,Disabled"}, "per_page": {"100"}}
	if _, err := b.get(ctx, "read queues", "/queues/all", nil, query, &list); err != nil {
		return err
	}
	for _, q := range list.Items {
		if q.Disabled.Int() == 0 {
			s.queues = append(s.queues, desk.Queue{ID: string(q.ID), Name: q.Name, Level: b.settings.Level(q.Name)})
			s.lifecycles[string(q.ID)] = q.Lifecycle
		}
	}
	s.start = b.startQueue(s.queues)
	if s.start == "" {
		return nil
	}
	var q wire.Queue
	if _, err := b.get(ctx, "read queue", "/queue/{id}", map[string]string{"id": s.start}, nil, &q); err != nil {
		return err
	}
	s.reference = mapping.Named(q.TicketFields, b.settings.Reference, "ClientRef")
	s.message = mapping.Named(q.MessageFields, b.settings.Message, "MsgRef")
	impact := mapping.Named(q.TicketFields, b.settings.Impact, "Impact")
	urgency := mapping.Named(q.TicketFields, b.settings.Urgency, "Urgence", "Urgency")
	var err error
	if s.impact, err = b.scale(ctx, q.TicketFields, impact, b.settings.ImpactScale); err != nil {
		return err
	}
	s.urgency, err = b.scale(ctx, q.TicketFields, urgency, b.settings.UrgencyScale)
	return err
}

// startQueue is where new tickets go: as set, else the lowest level, else the
// first queue.
func (b *Backend) startQueue(queues []desk.Queue) string {
	best := ""
	lowest := 5
	for _, q := range queues {
		if b.settings.Queue != "" && strings.EqualFold(q.Name, b.settings.Queue) {
			return q.ID
		}
		if best == "" || q.Level > 0 && q.Level < lowest {
			best = q.ID
		}
		if q.Level > 0 {
			lowest = min(lowest, q.Level)
		}
	}
	return best
}

func (b *Backend) scale(ctx context.Context, there []wire.Field, name string, set map[string]desk.Level) (mapping.Scale, error) {
	i := slices.IndexFunc(there, func(f wire.Field) bool { return f.Name == name })
	if i < 0 {
		return mapping.Scale{}, nil
	}
	var field wire.CustomField
	id := string(there[i].ID)
	if _, err := b.get(ctx, "read custom field", "/customfield/{id}", map[string]string{"id": id}, nil, &field); err != nil && desk.CodeOf(err) != desk.CodeForbidden {
		return mapping.Scale{}, err
	}
	s := mapping.NewScale(name, id, field.Values, set)
	if s.Empty() {
		return mapping.Scale{}, nil // a field without a list can't be written safely
	}
	return s, nil
}

// mostQueues is in how many queues rights are looked for.
const mostQueues = 5

// lookAtRights finds out what this person may do, from what Request Tracker
// offers on the newest tickets that they see: one of each queue, because a
// technician may have asked for help in a queue of others.
func (b *Backend) lookAtRights(ctx context.Context, s *site) error {
	defer func() {
		if b.settings.Role != "" {
			s.me.Role = b.settings.Role
		}
	}()
	s.me.Role = desk.RoleRequester
	if u, _ := b.known(s.me.ID); u.Privileged.Int() == 0 {
		return nil
	}
	rows, err := b.tickets(ctx, "id > 0", pageSize, url.Values{"orderby": {"LastUpdated"}, "order": {"DESC"}, "fields": {"Queue"}})
	if err != nil {
		return err
	}
	works := len(rows.Items) == 0
	seen := map[wire.ID]bool{}
	for _, row := range rows.Items {
		if works || len(seen) == mostQueues {
			break
		}
		if seen[row.Queue.ID] {
			continue
		}
		seen[row.Queue.ID] = true
		var t wire.Ticket
		if _, err := b.get(ctx, "look at rights", "/ticket/{id}", map[string]string{"id": string(row.ID)}, nil, &t); err != nil {
			return err
		}
		works = t.Has("comment")
	}
	if works {
		s.notes, s.change, s.me.Role = true, true, desk.RoleTechnician
	}
	return nil
}

// lookAtArticles finds the class of articles and its fields.
func (b *Backend) lookAtArticles(ctx context.Context, s *site) error {
	var list wire.List[wire.Class]
	_, err := b.get(ctx, "read classes", "/classes/all", nil, url.Values{"fields": {"Name"}, "per_page": {"100"}}, &list)
	if desk.CodeOf(err) == desk.CodeForbidden || desk.CodeOf(err) == desk.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list.Items, func(c wire.Class) bool { return b.settings.Class == "" || strings.EqualFold(c.Name, b.settings.Class) })
	if i < 0 {
		return nil
	}
	if _, err := b.get(ctx, "read class", "/class/{id}", map[string]string{"id": string(list.Items[i].ID)}, nil, &s.class); err != nil {
		if desk.CodeOf(err) == desk.CodeForbidden {
			return nil
		}
		return err
	}
	s.content = mapping.Named(s.class.Fields, b.settings.Content, "Content", "Contenu")
	s.keywords = mapping.Named(s.class.Fields, b.settings.Keywords, "MotsCles", "Mots-clés", "Keywords")
	return nil
}

// articles tells whether there are any that can be read.
func (s *site) articles() bool { return s.class.ID != "" && s.content != "" }

func (s *site) writesArticles() bool {
	return s.articles() && s.staff() && slices.ContainsFunc(s.class.Links, func(l wire.Link) bool { return l.Ref == "create" })
}

// tickets lists tickets by a question in TicketSQL.
func (b *Backend) tickets(ctx context.Context, question string, size int, more url.Values) (wire.List[wire.Ticket], error) {
	var list wire.List[wire.Ticket]
	query := url.Values{"query": {question}, "per_page": {strconv.Itoa(size)}}
	for name, values := range more {
		query[name] = values
	}
	_, err := b.get(ctx, "list tickets", "/tickets", nil, query, &list)
	return list, err
}
