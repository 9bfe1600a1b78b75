package browse_test

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"charte/internal/audit"
	"charte/internal/audit/browse"
)

// hostile are pages that could stop an audit, each with its trouble.
var hostile = map[string]struct {
	answer http.HandlerFunc
	want   audit.Trouble
}{
	"redirects for ever": {func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, r.URL.Path, http.StatusFound)
	}, audit.Trouble{ID: audit.Redirects}},
	"redirects for ever by script": {page(`<script>location.replace('?' + Math.random())</script>`), audit.Trouble{ID: audit.Redirects}},
	"crashes its tab":              {page(`<script>const all = []; for (;;) all.push(new Array(1e6).fill(0.5))</script>`), audit.Trouble{ID: audit.Crashed}},
	"opens windows": {page(`<script>for (let i = 0; i < 5; i++) open('/fenetre' + i)</script>
<a id="a" href="/f" target="_blank">f</a><script>for (let i = 0; i < 5; i++) a.click()</script>`), audit.Trouble{ID: audit.Windows}},
	"shows dialogs": {page(`<script>alert('Bonjour'); confirm('Vraiment ?'); onbeforeunload = (e) => e.preventDefault()</script>`), audit.Trouble{ID: audit.Dialogs, Count: 2}},
	"is a download": {attachment, audit.Trouble{ID: audit.Download}},
	// Its further requests give the browser time to report the download.
	"starts downloads":                  {page(`<iframe src="/telechargement"></iframe><script>(async () => { for (let i = 0; i < 50; i++) await fetch('/apres?' + i) })()</script>`), audit.Trouble{ID: audit.Downloads, Count: 1}},
	"serves 50 MB":                      {fifty, audit.Trouble{ID: audit.TooLarge, Count: 4}},
	"closes the connection":             {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, audit.Trouble{ID: audit.NotOpened, Detail: "net::ERR_EMPTY_RESPONSE"}},
	"holds many elements":               {page(`<script>const all = document.createElement('div'); all.innerHTML = '<p>'.repeat(50000); document.body.append(all)</script>`), audit.Trouble{}},
	"closes itself":                     {page(`<script>close(); setTimeout(close)</script>`), audit.Trouble{}},
	"writes to its console for a while": {page(`<script>for (let i = 0; i < 500; i++) console.log('x'.repeat(500), document)</script>`), audit.Trouble{}},
}

func attachment(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Disposition", `attachment; filename="donnees.csv"`)
	w.Header().Set("Content-Type", "text/csv")
	w.Write([]byte("a,b\n"))
}

// fifty serves 50 MB, or less if the client closes the connection.
func fifty(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html")
	block := bytes.Repeat([]byte("<p>Données "), 1<<16)
	for served := 0; served < 50<<20; served += len(block) {
		if _, err := w.Write(block); err != nil {
			return
		}
	}
}

// has reports whether want is among the troubles. An empty count or detail of want
// matches any.
func has(troubles []audit.Trouble, want audit.Trouble) bool {
	return slices.ContainsFunc(troubles, func(t audit.Trouble) bool {
		return t.ID == want.ID && (want.Count == 0 || t.Count == want.Count) && (want.Detail == "" || t.Detail == want.Detail)
	})
}

func TestAHostilePageDoesNotStopTheAudit(t *testing.T) {
	t.Parallel()
	portal := http.NewServeMux()
	portal.HandleFunc("/telechargement", attachment)
	portal.HandleFunc("/apres", page("<p>La suivante."))
	options := optionsFor(t, hosts{portalHost: portal})
	options.States, options.Addresses, options.Pages, options.PageBytes = []audit.State{audit.Undecided}, nil, 100, 4<<20
	options.Flags = append(options.Flags, "js-flags=--max-old-space-size=64") // the tab that fills it ends sooner
	names := []string{}
	for name, h := range hostile {
		path := "/" + strings.ReplaceAll(name, " ", "-")
		portal.HandleFunc(path, h.answer)
		names = append(names, name)
		options.Addresses = append(options.Addresses, "https://"+portalHost+path, "https://"+portalHost+"/apres?"+path[1:])
	}
	pages := pagesOf(t, options)
	if pages == nil {
		return
	}
	for i, name := range names {
		at, next := pages[2*i], pages[2*i+1]
		if want := hostile[name].want; want.ID == "" && len(at.Troubles) > 0 || want.ID != "" && !has(at.Troubles, want) {
			t.Errorf("a page that %s: %v", name, at.Troubles)
		}
		if next.Status != 200 || len(next.Troubles) > 0 {
			t.Errorf("the page after one that %s: %d %v", name, next.Status, next.Troubles)
		}
	}
}

// endless are pages that never finish.
var endless = map[string]struct {
	answer http.HandlerFunc
	want   audit.Trouble
}{
	"never answers": {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, audit.Trouble{ID: audit.Late, Count: 20}},
	"never ends its answer": {func(w http.ResponseWriter, r *http.Request) {
		page("<p>Attendez")(w, r)
		http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}, audit.Trouble{ID: audit.Late, Count: 20}},
	"asks and asks": {page(`<script>for (;;) alert('Encore')</script>`), audit.Trouble{ID: audit.Dialogs}},
	"computes for ever and never lets go of a tab": {page(`<script>onpagehide = onbeforeunload = onunload = () => { for (;;); }; for (;;);</script>`), audit.Trouble{ID: audit.Late, Count: 20}},
}

// All run at once: they only wait, and each has a browser of its own.
func TestAPageThatIsNeverDoneDoesNotStopTheAudit(t *testing.T) {
	t.Parallel()
	var all sync.WaitGroup
	for name, h := range endless {
		portal := http.NewServeMux()
		portal.HandleFunc("/sans-fin", h.answer)
		portal.HandleFunc("/apres", page("<p>La suivante."))
		options := optionsFor(t, hosts{portalHost: portal})
		options.States, options.PageTimeout = []audit.State{audit.Undecided}, 20*time.Second
		options.Addresses = []string{"https://" + portalHost + "/sans-fin", "https://" + portalHost + "/apres"}
		all.Go(func() {
			pages := pagesOf(t, options)
			if len(pages) == 2 && !has(pages[0].Troubles, h.want) {
				t.Errorf("a page that %s: %v", name, pages[0].Troubles)
			}
			if len(pages) == 2 && pages[1].Status != 200 {
				t.Errorf("the page after one that %s: %d %v", name, pages[1].Status, pages[1].Troubles)
			}
		})
	}
	all.Wait()
}

// pagesOf audits the portal and returns the pages of the first state.
func pagesOf(t *testing.T, options browse.Options) []audit.Page {
	t.Helper()
	seen, err := browse.Run(t.Context(), options, nil)
	if err != nil {
		t.Error(err)
		return nil
	}
	v := seen.Visits[0]
	for _, p := range v.Pages {
		t.Logf("%6.2f s %d %s %v", time.Duration(p.Wall).Seconds(), p.Status, p.Address, p.Troubles)
	}
	if len(v.Troubles) > 0 || len(v.Pages) != len(options.Addresses) || !seen.Complete {
		t.Errorf("%d of %d pages, complete %t, %v", len(v.Pages), len(options.Addresses), seen.Complete, v.Troubles)
		return nil
	}
	return v.Pages
}
