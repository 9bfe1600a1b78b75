package browse_test

import (
	"net/http"
	"slices"
	"testing"

	"charte/internal/audit"
	"charte/internal/audit/browse"
)

// A tracker is seen whether an element, a style sheet, a script or a frame contacts it.
// Requests of workers, and those made when the page is left, are not: the report has it.
func TestARequestIsSeenWhateverMakesIt(t *testing.T) { // C-01
	t.Parallel()
	portal := http.NewServeMux()
	portal.HandleFunc("/", page(`<link rel="prefetch" href="https://prefetch.t.test/a.js"><link rel="preload" as="script" href="https://preload.t.test/a.js">
<style>@import "https://import.t.test/a.css"; h1 { background: url(https://background.t.test/a.png) } h1::before { content: url(https://content.t.test/a.png) }
@font-face { font-family: f; src: url(https://font.t.test/a.woff2) } p { font-family: f }</style>
<video poster="https://poster.t.test/a.png"></video><iframe src="https://frame.t.test/"></iframe><object data="https://object.t.test/"></object>
<script>
new WebSocket('wss://socket.t.test/s');
new EventSource('https://events.t.test/e');
navigator.sendBeacon('https://beacon.t.test/b', 'x');
fetch('https://keepalive.t.test/', { keepalive: true, mode: 'no-cors' });
</script>`))
	all := hosts{portalHost: portal}
	names := []string{"prefetch", "preload", "import", "background", "content", "font", "poster", "frame", "object", "socket", "events", "beacon", "keepalive", "inner"}
	for _, n := range names {
		all[n+".t.test"] = file("text/plain", "x")
	}
	all["frame.t.test"] = page(`<script>fetch('https://inner.t.test/', { mode: 'no-cors' })</script>`)
	options := optionsFor(t, all)
	options.States = []audit.State{audit.Undecided}
	seen, err := browse.Run(t.Context(), options, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, q := range seen.Visits[0].Requests {
		got = append(got, q.Host)
	}
	for _, n := range names {
		if !slices.Contains(got, n+".t.test") {
			t.Errorf("%s: the request was not seen", n)
		}
	}
}
