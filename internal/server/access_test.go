package server_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"relais/internal/desk"
	"relais/internal/restapi"
	"relais/internal/server"
)

const password = "correct horse"

// signedUp is a bench where bob has a password.
func signedUp(t *testing.T, change ...func(*server.Options)) *bench {
	t.Helper()
	b := newBench(t, change...)
	_, err := b.server.AddPerson(t.Context(), desk.Person{Login: "Bob", Role: desk.RoleRequester}, desk.NewSecret(password))
	b.must(err)
	return b
}

func (b *bench) signIn(login, password string) (restapi.TokenReply, restapi.Problem) {
	b.t.Helper()
	nobody := &client{b: b, name: "nobody"}
	in := restapi.TokenRequest{Login: login, Password: password, Label: "laptop"}
	var reply restapi.TokenReply
	if p := nobody.problem(http.MethodPost, "/tokens", nil, in); p.Status != 0 {
		return reply, p
	}
	nobody.gets(http.MethodPost, "/tokens", nil, in, &reply)
	return reply, restapi.Problem{}
}

func TestAPasswordGivesATokenWhateverTheCaseOfTheLogin(t *testing.T) {
	t.Parallel()
	b := signedUp(t)
	reply, p := b.signIn("bOB", password)
	if p.Status != 0 || !reply.Expires.Equal(b.clock.Now().Add(server.DefaultTokenLife)) {
		t.Fatalf("got %+v, %+v", reply, p)
	}
	bob := &client{b: b, name: "bob", token: reply.Token}
	bob.gets(http.MethodGet, "/welcome", nil, nil, nil)
	bob.gets(http.MethodDelete, "/tokens/current", nil, nil, nil)
	if code := bob.fails(http.MethodGet, "/welcome", nil, nil); code != desk.CodeUnauthorized {
		t.Errorf("after signing out: %q", code)
	}
}

func TestAWrongPasswordAndAnUnknownLoginAreToldAlike(t *testing.T) {
	t.Parallel()
	b := signedUp(t)
	var told []restapi.Problem
	for _, try := range [][2]string{{"bob", "wrong"}, {"nobody", password}, {"amelie", ""}, {"", ""}} {
		_, p := b.signIn(try[0], try[1])
		if told = append(told, p); p.Code != desk.CodeUnauthorized || p != told[0] {
			t.Errorf("%v: got %+v", try, p)
		}
	}
}

func TestGuessingPasswordsIsSlowedDown(t *testing.T) {
	t.Parallel()
	b := signedUp(t)
	var p restapi.Problem
	for range 11 {
		_, p = b.signIn("BOB", "wrong")
	}
	if p.Code != desk.CodeThrottled {
		t.Fatalf("got %+v", p)
	}
	b.clock.advance(time.Minute)
	if _, p := b.signIn("bob", password); p.Status != 0 {
		t.Errorf("a minute later: %+v", p)
	}
}

func TestATokenEndsWhenItsTimeIsOver(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(o *server.Options) { o.TokenLife = time.Hour })
	amelie := b.as("amelie")
	b.clock.advance(time.Hour - time.Millisecond)
	amelie.gets(http.MethodGet, "/welcome", nil, nil, nil)
	b.clock.advance(time.Millisecond)
	if code := amelie.fails(http.MethodGet, "/welcome", nil, nil); code != desk.CodeUnauthorized {
		t.Errorf("got %q", code)
	}
}

func TestANewRoleOrPasswordEndsTokens(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	samuel := b.as("samuel")
	for name, change := range map[string]restapi.NewPerson{
		"role":     {Person: desk.Person{Login: "oliver", Role: desk.RoleTechnician}},
		"password": {Person: desk.Person{Login: "claire", Role: desk.RoleTechnician}, Password: password},
	} {
		who := b.as(change.Login)
		samuel.gets(http.MethodPut, "/people/"+change.Login, nil, change, nil)
		if code := who.fails(http.MethodGet, "/welcome", nil, nil); code != desk.CodeUnauthorized {
			t.Errorf("%s: %q", name, code)
		}
	}
	amelie := b.as("amelie")
	b.must(b.server.RevokeTokens(t.Context(), "amelie"))
	if code := amelie.fails(http.MethodGet, "/welcome", nil, nil); code != desk.CodeUnauthorized {
		t.Errorf("revoked: %q", code)
	}
}

func TestPeopleThatCannotBeAreRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	samuel := b.as("samuel")
	for name, c := range map[string]struct {
		person restapi.NewPerson
		want   desk.Code
	}{
		"a taken login":      {restapi.NewPerson{Person: desk.Person{ID: "other", Login: "AMELIE", Role: desk.RoleRequester}}, desk.CodeConflict},
		"a path as login":    {restapi.NewPerson{Person: desk.Person{Login: "../etc", Role: desk.RoleRequester}}, desk.CodeInvalid},
		"a path as id":       {restapi.NewPerson{Person: desk.Person{ID: "../etc", Login: "etc", Role: desk.RoleRequester}}, desk.CodeInvalid},
		"an unknown role":    {restapi.NewPerson{Person: desk.Person{Login: "king", Role: "king"}}, desk.CodeInvalid},
		"an unknown queue":   {restapi.NewPerson{Person: desk.Person{Login: "quentin", Role: desk.RoleTechnician, Queues: []string{"level9"}}}, desk.CodeInvalid},
		"a short password":   {restapi.NewPerson{Person: desk.Person{Login: "shorty", Role: desk.RoleRequester}, Password: "1234567"}, desk.CodeInvalid},
		"an endless name":    {restapi.NewPerson{Person: desk.Person{Login: "long", Name: string(make([]byte, 2000)) + "x", Role: desk.RoleRequester}}, ""},
		"an endless address": {restapi.NewPerson{Person: desk.Person{Login: "far", Email: longText(2000), Role: desk.RoleRequester}}, desk.CodeTooLarge},
	} {
		if got := samuel.fails(http.MethodPost, "/people", nil, c.person); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestEachTokenHasItsOwnAllowance(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(o *server.Options) { o.RateLimit = 3 })
	amelie, oliver := b.as("amelie"), b.as("oliver")
	for range 3 {
		amelie.gets(http.MethodGet, "/queues", nil, nil, nil)
	}
	answer, _ := amelie.do(http.MethodGet, "/queues", nil, nil)
	after, err := strconv.Atoi(answer.Header.Get("Retry-After"))
	if answer.StatusCode != http.StatusTooManyRequests || err != nil || after != 20 {
		t.Fatalf("%d, Retry-After %q", answer.StatusCode, answer.Header.Get("Retry-After"))
	}
	oliver.gets(http.MethodGet, "/queues", nil, nil, nil)
	b.clock.advance(time.Duration(after) * time.Second)
	amelie.gets(http.MethodGet, "/queues", nil, nil, nil)
	if code := amelie.fails(http.MethodGet, "/queues", nil, nil); code != desk.CodeThrottled {
		t.Errorf("one more: %q", code)
	}
}
