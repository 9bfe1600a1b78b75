package browse_test

import (
	"bytes"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"charte/internal/audit"
	"charte/internal/audit/browse"
)

// hostile are pages that would stop an audit which lets them, and what is said of
// each.
var hostile = map[string]struct {
	answer http.HandlerFunc
	fault  string
}{
	"redirects for ever": {func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, r.URL.Path, http.StatusFound)
	}, "redirects for ever (net::ERR_TOO_MANY_REDIRECTS)"},
	"redirects for ever by script": {page(`<script>location.replace('?' + Math.random())</script>`), "redirects for ever (11 documents"},
	"crashes its tab":              {page(`<script>const all = []; for (;;) all.push(new Array(1e6).fill(0.5))</script>`), "crashed its tab"},
	"opens windows": {page(`<script>for (let i = 0; i < 5; i++) open('/fenetre' + i)</script>
<a id="a" href="/f" target="_blank">f</a><script>for (let i = 0; i < 5; i++) a.click()</script>`), "opened windows"},
	"shows dialogs": {page(`<script>alert('Bonjour'); confirm('Vraiment ?'); onbeforeunload = (e) => e.preventDefault()</script>`), "showed dialogs (2)"},
	"is a download": {attachment, "is a download"},
	// What it asks for afterwards gives the browser time to tell.
	"starts downloads":                  {page(`<iframe src="/telechargement"></iframe><script>(async () => { for (let i = 0; i < 50; i++) await fetch('/apres?' + i) })()</script>`), "started downloads (1)"},
	"serves 50 MB":                      {fifty, "served more than 4 MB"},
	"closes the connection":             {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "could not be opened: net::ERR_EMPTY_RESPONSE"},
	"holds many elements":               {page(`<script>const all = document.createElement('div'); all.innerHTML = '<p>'.repeat(50000); document.body.append(all)</script>`), ""},
	"closes itself":                     {page(`<script>close(); setTimeout(close)</script>`), ""},
	"writes to its console for a while": {page(`<script>for (let i = 0; i < 500; i++) console.log('x'.repeat(500), document)</script>`), ""},
}

func attachment(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Disposition", `attachment; filename="donnees.csv"`)
	w.Header().Set("Content-Type", "text/csv")
	w.Write([]byte("a,b\n"))
}

// fifty serves 50 MB, as long as somebody takes them.
func fifty(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html")
	block := bytes.Repeat([]byte("<p>Données "), 1<<16)
	for served := 0; served < 50<<20; served += len(block) {
		if _, err := w.Write(block); err != nil {
			return
		}
	}
}

func TestAHostilePageDoesNotStopTheAudit(t *testing.T) {
	t.Parallel()
	portal := http.NewServeMux()
	portal.HandleFunc("/telechargement", attachment)
	portal.HandleFunc("/apres", page("<p>La suivante."))
	options := look(t, hosts{portalHost: portal})
	options.States, options.Addresses, options.Pages, options.PageBytes = []audit.State{audit.Undecided}, nil, 100, 4<<20
	options.Flags = append(options.Flags, "js-flags=--max-old-space-size=64") // the tab that fills it ends sooner
	names := []string{}
	for name, h := range hostile {
		path := "/" + strings.ReplaceAll(name, " ", "-")
		portal.HandleFunc(path, h.answer)
		names = append(names, name)
		options.Addresses = append(options.Addresses, "https://"+portalHost+path, "https://"+portalHost+"/apres?"+path[1:])
	}
	pages := walk(t, options)
	if pages == nil {
		return
	}
	for i, name := range names {
		at, next := pages[2*i], pages[2*i+1]
		if !strings.Contains(at.Fault, hostile[name].fault) || (at.Fault == "") != (hostile[name].fault == "") {
			t.Errorf("a page that %s: %q", name, at.Fault)
		}
		if next.Status != 200 || next.Fault != "" {
			t.Errorf("the page after one that %s: %d %q", name, next.Status, next.Fault)
		}
	}
}

// endless are pages that are never done.
var endless = map[string]struct {
	answer http.HandlerFunc
	fault  string
}{
	"never answers": {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, "did not finish loading"},
	"never ends its answer": {func(w http.ResponseWriter, r *http.Request) {
		page("<p>Attendez")(w, r)
		http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}, "did not finish loading"},
	"computes for ever":      {page(`<script>for (;;);</script>`), "did not finish loading"},
	"asks and asks":          {page(`<script>for (;;) alert('Encore')</script>`), "it showed dialogs"},
	"never lets go of a tab": {page(`<script>onpagehide = onbeforeunload = onunload = () => { for (;;); }; for (;;);</script>`), "did not finish loading"},
}

// All at once: they do nothing but wait, and each has a browser of its own.
func TestAPageThatIsNeverDoneDoesNotStopTheAudit(t *testing.T) {
	t.Parallel()
	var all sync.WaitGroup
	for name, h := range endless {
		portal := http.NewServeMux()
		portal.HandleFunc("/sans-fin", h.answer)
		portal.HandleFunc("/apres", page("<p>La suivante."))
		options := look(t, hosts{portalHost: portal})
		options.States, options.PageTimeout = []audit.State{audit.Undecided}, 20*time.Second
		options.Addresses = []string{"https://" + portalHost + "/sans-fin", "https://" + portalHost + "/apres"}
		all.Go(func() {
			pages := walk(t, options)
			if len(pages) == 2 && !strings.Contains(pages[0].Fault, h.fault) {
				t.Errorf("a page that %s: %q", name, pages[0].Fault)
			}
			if len(pages) == 2 && pages[1].Status != 200 {
				t.Errorf("the page after one that %s: %d %q", name, pages[1].Status, pages[1].Fault)
			}
		})
	}
	all.Wait()
}

// walk looks at the portal and returns the pages of the first state.
func walk(t *testing.T, options browse.Options) []audit.Page {
	t.Helper()
	seen, err := browse.Run(t.Context(), options, nil)
	if err != nil {
		t.Error(err)
		return nil
	}
	v := seen.Visits[0]
	for _, p := range v.Pages {
		t.Logf("%6.2f s %d %s %s", time.Duration(p.Wall).Seconds(), p.Status, p.Address, p.Fault)
	}
	if v.Fault != "" || len(v.Pages) != len(options.Addresses) || !seen.Complete {
		t.Errorf("%d of %d pages, complete %t, %q", len(v.Pages), len(options.Addresses), seen.Complete, v.Fault)
		return nil
	}
	return v.Pages
}
