package tests

import (
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"charte/internal/command"
)

// A start that fails for a reason that may end by itself: visitors get 503 at once, the
// reason is printed once, and a stop is not a failure.
func TestVisitorsAreAnsweredWhileTheServiceCannotStart(t *testing.T) {
	t.Parallel()
	socket, address := listeningSocket(t)
	c, _ := newChild(t, socket, "--admin", "off", "--portal", portalOrigin, "--base-url", "http://"+address,
		"--registry", "sqlite:"+filepath.Join(t.TempDir(), "missing", "charte.db"))
	for path, want := range map[string]string{"/fr/": "Réessayez dans quelques minutes.", "/en/choice": "Please try again in a few minutes.", "/readyz": "Réessayez"} {
		answer, body := get(t, "http://"+address+path)
		if answer.StatusCode != http.StatusServiceUnavailable || answer.Header.Get("Retry-After") != "30" || answer.Header.Get("Cache-Control") != "no-store" || !strings.Contains(body, want) {
			t.Errorf("%s: %d %v\n%s", path, answer.StatusCode, answer.Header, body)
		}
	}
	if answer, body := get(t, "http://"+address+"/fr/choice", "Sec-Fetch-Dest", "iframe"); answer.StatusCode != http.StatusServiceUnavailable || body != "" {
		t.Errorf("the portal's frame shows %d %q", answer.StatusCode, body)
	}
	c.terminate(t)
	if log := c.errors.String(); strings.Count(log, "charte: ") != 1 || !strings.Contains(log, "missing/charte.db") {
		t.Errorf("the reason is not printed once:\n%s", log)
	}
}

// get requests an address with the given headers, and follows no redirect.
func get(t *testing.T, address string, headers ...string) (*http.Response, string) {
	t.Helper()
	return request(t, http.DefaultTransport.RoundTrip, address, headers...)
}

// request sends a GET with the given headers and reads the response.
func request(t *testing.T, send func(*http.Request) (*http.Response, error), address string, headers ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer, err := send(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(body)
}

// Under systemd the program ends 30 s after a failed start, to be started again. Without
// systemd it ends at once.
func TestFailedStartEndsWhenTheNextOneIsDue(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for name, args := range map[string][]string{
		"registry":       {"--listen", "localhost:0", "--registry", "sqlite:" + filepath.Join(t.TempDir(), "missing", "charte.db")},
		"public address": {"--listen", taken.Addr().String(), "--registry", sqliteFile(t)},
		"admin address":  {"--listen", "localhost:0", "--registry", sqliteFile(t), "--admin", taken.Addr().String()},
		"content":        {"--listen", "localhost:0", "--registry", sqliteFile(t), "--content", filepath.Join(t.TempDir(), "missing")},
	} {
		var waited time.Duration
		due := make(chan time.Time, 1)
		due <- today
		clock := command.Clock{Now: time.Now, Every: func(interval time.Duration) (<-chan time.Time, func()) {
			waited = interval
			return due, func() {}
		}}
		args = append([]string{"--admin", "off", "--portal", portalOrigin}, args...)
		for _, environ := range [][]string{nil, {"NOTIFY_SOCKET=/run/systemd/notify"}} {
			waited = 0
			stderr := &safeBuffer{}
			err := command.Run(t.Context(), clock, args, environ, io.Discard, stderr, charters)
			if command.ExitStatus(err) != 1 {
				t.Errorf("%s: %v, exit status %d", name, err, command.ExitStatus(err))
			}
			if want := time.Duration(len(environ)) * 30 * time.Second; waited != want {
				t.Errorf("%s, environment %q: waited %s, want %s", name, environ, waited, want)
			}
			if command.PrintError(stderr, environ, err); strings.Count(stderr.String(), "charte: ") != 1 {
				t.Errorf("%s, environment %q: the reason is not printed once:\n%s", name, environ, stderr)
			}
		}
	}
}

// Exit status 78: an edit is needed, so systemd does not try again. The program ends at
// once, also under systemd.
func TestConfigurationFaultEndsTheProgramWith78(t *testing.T) {
	t.Parallel()
	broken := edited(t, "| `_pk_id.*` |", "`_pk_id.*` |")
	for name, args := range map[string][]string{
		"unknown flag":     {"--no-such-flag"},
		"portal":           {"--portal", "nowhere"},
		"retention":        {"--portal", portalOrigin, "--retention", "soon"},
		"registry address": {"--portal", portalOrigin, "--registry", "mysql:x"},
		"admin address":    {"--portal", portalOrigin, "--admin", "nowhere"},
		"admin token":      {"--portal", portalOrigin, "--admin", "0.0.0.0:0"},
		"charter":          {"--portal", portalOrigin, "--content", broken},
	} {
		args = append([]string{"--listen", "localhost:0", "--admin", "off", "--registry", sqliteFile(t)}, args...)
		if _, stderr, err := output(t, []string{"NOTIFY_SOCKET=/run/systemd/notify"}, args...); command.ExitStatus(err) != 78 {
			t.Errorf("%s: %v, exit status %d\n%s", name, err, command.ExitStatus(err), stderr)
		}
	}
}

// Nothing acts before what can refuse the start was checked: another retention and
// content are not noted in the registry if the operator's address is taken.
func TestRefusedStartChangesNothing(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	folder := t.TempDir()
	registry := "sqlite:" + filepath.Join(folder, "charte.db")
	p := startOn(t, registry, "--spool", folder, "--content", demo())
	p.visitor(t).open("/fr/choice").submit("refuse")
	p.stop()
	before := filesIn(t, folder)
	for reason, args := range map[string][]string{
		"--admin " + taken.Addr().String():  {"--admin", taken.Addr().String()},
		"--listen " + taken.Addr().String(): {"--admin", "off", "--listen", taken.Addr().String()},
		filepath.Join(folder, "none"):       {"--admin", "off", "--content", filepath.Join(folder, "none")},
		"--spool ":                          {"--admin", "off", "--spool", filepath.Join(folder, "none")},
	} {
		args = append([]string{"--listen", "localhost:0", "--portal", portalOrigin, "--retention", "12 months", "--spool", folder, "--registry", registry}, args...)
		if _, _, err := output(t, nil, args...); err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("the start was not refused because of %s: %v", reason, err)
		}
		if after := filesIn(t, folder); !maps.Equal(before, after) {
			t.Errorf("%s: a refused start changed the files of registry or spool", reason)
		}
	}
}

// filesIn returns the content of each file in a folder, by name.
func filesIn(t *testing.T, folder string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, entry := range entries {
		data, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[entry.Name()] = string(data)
	}
	return all
}
