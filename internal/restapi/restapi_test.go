package restapi_test

import (
	"net/http"
	"testing"

	"relais/internal/desk"
	"relais/internal/restapi"
)

func TestEveryCodeThatAnAnswerCarriesComesBackFromItsStatus(t *testing.T) {
	t.Parallel()
	for _, code := range []desk.Code{
		desk.CodeInvalid, desk.CodeUnauthorized, desk.CodeForbidden, desk.CodeNotFound, desk.CodeConflict, desk.CodeKeyReused,
		desk.CodeCursorTooOld, desk.CodeTooLarge, desk.CodeThrottled, desk.CodeUnsupported, desk.CodeUnavailable,
	} {
		if got := restapi.CodeOf(restapi.StatusOf(code)); got != code {
			t.Errorf("%s → %d → %s", code, restapi.StatusOf(code), got)
		}
	}
}

func TestAStatusNobodyListedStillHasACode(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]desk.Code{
		http.StatusTeapot:                        desk.CodeInvalid,
		http.StatusNetworkAuthenticationRequired: desk.CodeUnavailable,
		http.StatusFound:                         desk.CodeWrongServer,
	} {
		if got := restapi.CodeOf(status); got != want {
			t.Errorf("%d: got %s, want %s", status, got, want)
		}
	}
}
