package operator_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"charte/handlers/operator"
	"charte/internal/metrics"
)

// getMetrics requests /metrics under a host, from pages with the given token.
func getMetrics(t *testing.T, token, host string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	handler, err := operator.New(operator.Config{Token: token, Metrics: metrics.New(metrics.Build{Version: "v1"}).Gather()})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodGet, "http://"+host+"/metrics", nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w
}

func basic(password string) string {
	r := http.Request{Header: http.Header{}}
	r.SetBasicAuth("anyone", password)
	return r.Header.Get("Authorization")
}

func TestGuardAllowsATokenOrALoopbackName(t *testing.T) {
	t.Parallel()
	const token = "0123456789abcdef"
	for name, test := range map[string]struct {
		token, host, authorization string
		want                       int
	}{
		"localhost":                          {"", "localhost:8081", "", 200},
		"a name under localhost":             {"", "charte.localhost", "", 200},
		"the loopback address":               {"", "127.0.0.1:8081", "", 200},
		"the loopback address, version 6":    {"", "[::1]:8081", "", 200},
		"a name of another site":             {"", "rebound.example", "", 421},
		"a name that begins with localhost":  {"", "localhost.example:8081", "", 421},
		"an address of the network":          {"", "192.0.2.1:8081", "", 421},
		"no token":                           {token, "localhost:8081", "", 401},
		"the token as a password":            {token, "charte.example", basic(token), 200},
		"the token as a bearer":              {token, "charte.example", "Bearer " + token, 200},
		"another password":                   {token, "charte.example", basic(token + "0"), 401},
		"half of the token":                  {token, "charte.example", "Bearer " + token[:8], 401},
		"an empty bearer":                    {token, "charte.example", "Bearer ", 401},
		"a password where no token is set":   {"", "rebound.example", basic(""), 421},
		"an unknown scheme":                  {token, "charte.example", "Digest " + token, 401},
		"the token in the wrong letter case": {token, "charte.example", "Bearer " + strings.ToUpper(token), 401},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := getMetrics(t, test.token, test.host, "Authorization", test.authorization)
			if w.Code != test.want {
				t.Errorf("%d, want %d: %s", w.Code, test.want, w.Body)
			}
			if sent := strings.Contains(w.Body.String(), "charte_build_info"); sent != (test.want == 200) {
				t.Errorf("the metrics are sent: %t", sent)
			}
			if w.Header().Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(w.Header().Get("Content-Security-Policy"), "default-src 'none'") || w.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("headers: %v", w.Header())
			}
		})
	}
}
