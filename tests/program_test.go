package tests

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"charte/internal/command"
	"charte/internal/consent"
)

// charters is what main embeds: the shipped charter in each language.
var charters = func() fs.FS {
	shipped := fstest.MapFS{}
	root := os.DirFS("..")
	files, _ := fs.Glob(root, "charter*.md")
	for _, file := range files {
		text, err := fs.ReadFile(root, file)
		if err != nil {
			panic(err)
		}
		shipped[file] = &fstest.MapFile{Data: text}
	}
	return shipped
}()

// run runs the program as main does, but without the operator's pages unless args or environ
// name their address: the program of another test may use the default one.
func run(ctx context.Context, args, environ []string, stdout, stderr io.Writer) error {
	environ = append([]string{"CHARTE_ADMIN=off"}, environ...)
	return command.Run(ctx, command.SystemClock(), args, environ, stdout, stderr, charters)
}

// portalOrigin is the portal in every test. No server listens there: a redirect to it
// ends the visit.
const portalOrigin = "http://localhost:9"

// program is the whole program, run in the test's process as main runs it.
type program struct {
	base     string
	registry string
	stop     func()
	log      *safeBuffer
}

// start runs the program on a free port with a new SQLite file until the test ends.
// args follow the default arguments and override them.
func start(t *testing.T, args ...string) *program {
	t.Helper()
	return startOn(t, "sqlite:"+filepath.Join(t.TempDir(), "charte.db"), args...)
}

func startOn(t *testing.T, registry string, args ...string) *program {
	t.Helper()
	return startAt(t, command.SystemClock(), registry, args...)
}

// launch runs the program without the default portal.
func launch(t *testing.T, registry string, args ...string) *program {
	t.Helper()
	return launchAt(t, command.SystemClock(), registry, args...)
}

// startAt runs the program with the given clock.
func startAt(t *testing.T, clock command.Clock, registry string, args ...string) *program {
	t.Helper()
	return launchAt(t, clock, registry, append([]string{"--portal", portalOrigin}, args...)...)
}

func launchAt(t *testing.T, clock command.Clock, registry string, args ...string) *program {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	out, in := io.Pipe()
	log := &safeBuffer{}
	done := make(chan error, 1)
	args = append([]string{"--listen", "localhost:0", "--admin", "off", "--registry", registry, "--spool", t.TempDir()}, args...)
	go func() {
		err := command.Run(ctx, clock, args, nil, in, log, charters)
		in.CloseWithError(err)
		done <- err
	}()
	line := make([]byte, 256)
	n, err := out.Read(line)
	if err != nil {
		cancel()
		t.Fatalf("the program did not start: %v", err)
	}
	p := &program{registry: registry, log: log}
	p.base = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(string(line[:n])), "Charte serves "), "/")
	p.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("the program ended with: %v", err)
		}
	})
	t.Cleanup(p.stop)
	return p
}

// records reads the records directly from the registry.
func (p *program) records(t *testing.T) []consent.Record {
	t.Helper()
	registry, err := openStore(t.Context(), p.registry)
	if err != nil {
		t.Fatal(err)
	}
	defer registry.Close()
	var all []consent.Record
	for record, err := range registry.Records(t.Context(), 1) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, record)
	}
	return all
}

// safeBuffer is a buffer that the program's goroutines may write to.
type safeBuffer struct {
	mu    sync.Mutex
	b     bytes.Buffer
	grown chan struct{} // closed by the next write; nil if no reader is blocked
}

func (s *safeBuffer) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.grown != nil {
		close(s.grown)
		s.grown = nil
	}
	return s.b.Write(b)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// visitor is a minimal browser: it stores cookies, sends a browser's headers and
// follows redirects up to the portal.
type visitor struct {
	t       *testing.T
	program *program
	client  *http.Client
	headers map[string]string
}

func (p *program) visitor(t *testing.T, headers ...string) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	v := &visitor{t: t, program: p, headers: map[string]string{}}
	for i := 0; i < len(headers); i += 2 {
		v.headers[headers[i]] = headers[i+1]
	}
	v.client = &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if !strings.HasPrefix(r.URL.String(), p.base) {
			return http.ErrUseLastResponse
		}
		return nil
	}}
	return v
}

// screen is what the visitor sees after a request.
type screen struct {
	t        *testing.T
	visitor  *visitor
	status   int
	header   http.Header
	address  string // of the page shown, or of the portal's page
	onPortal bool
	body     string
	doc      *html.Node
}

func (v *visitor) open(path string) screen {
	v.t.Helper()
	r, err := http.NewRequestWithContext(v.t.Context(), http.MethodGet, v.program.base+path, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	return v.do(r)
}

func (v *visitor) do(r *http.Request) screen {
	v.t.Helper()
	for name, value := range v.headers {
		r.Header.Set(name, value)
	}
	answer, err := v.client.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	s := screen{t: v.t, visitor: v, status: answer.StatusCode, header: answer.Header, address: answer.Request.URL.String(), body: string(body)}
	if target := answer.Header.Get("Location"); target != "" {
		s.address, s.onPortal = target, true
		return s
	}
	if s.doc, err = html.Parse(bytes.NewReader(body)); err != nil {
		v.t.Fatal(err)
	}
	return s
}

// submit sends the page's form as a browser does after a click on the button of that
// decision, with the given boxes ticked.
func (s screen) submit(decision string, ticked ...string) screen {
	s.t.Helper()
	form := find(s.doc, func(n *html.Node) bool { return n.Data == "form" && attr(n, "method") == "post" })
	if form == nil {
		s.t.Fatalf("%s shows no form:\n%s", s.address, s.body)
	}
	if find(form, func(n *html.Node) bool { return n.Data == "button" && attr(n, "value") == decision }) == nil {
		s.t.Fatalf("%s has no button for %q", s.address, decision)
	}
	fields := url.Values{"decision": {decision}, "purpose": ticked}
	for _, hidden := range findAll(form, func(n *html.Node) bool { return n.Data == "input" && attr(n, "type") == "hidden" }) {
		fields.Set(attr(hidden, "name"), attr(hidden, "value"))
	}
	return s.visitor.post(attr(form, "action"), fields)
}

// post sends a form with the headers of a same-origin submission.
func (v *visitor) post(path string, fields url.Values) screen {
	v.t.Helper()
	r, err := http.NewRequestWithContext(v.t.Context(), http.MethodPost, v.program.base+path, strings.NewReader(fields.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Origin", v.program.base)
	return v.do(r)
}

// cookie returns the value of one of the visitor's cookies.
func (v *visitor) cookie(name string) string {
	base, _ := url.Parse(v.program.base)
	for _, c := range v.client.Jar.Cookies(base) {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}

// give stores a cookie in the visitor's browser.
func (v *visitor) give(name, value string) {
	base, _ := url.Parse(v.program.base)
	v.client.Jar.SetCookies(base, []*http.Cookie{{Name: name, Value: value, Path: "/"}})
}

func find(n *html.Node, match func(*html.Node) bool) *html.Node {
	if all := findAll(n, match); len(all) > 0 {
		return all[0]
	}
	return nil
}

func findAll(n *html.Node, match func(*html.Node) bool) []*html.Node {
	var found []*html.Node
	if n == nil {
		return nil
	}
	for node := range n.Descendants() {
		if node.Type == html.ElementNode && match(node) {
			found = append(found, node)
		}
	}
	return found
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// words returns the text of a node with runs of white space collapsed.
func words(n *html.Node) string {
	var b strings.Builder
	for node := range n.Descendants() {
		if node.Type == html.TextNode && node.Parent.Data != "style" {
			b.WriteString(node.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// demo returns the folder of the demo charter: a fictitious portal with real tools.
func demo() string { return filepath.Join("..", "internal", "charter", "testdata", "demo") }

// edited returns a copy of the demo charter with texts replaced in the file of each
// language.
func edited(t *testing.T, replace ...string) string {
	t.Helper()
	return editedFrom(t, demo(), replace...)
}

// editedFrom does the same with a charter in another folder.
func editedFrom(t *testing.T, from string, replace ...string) string {
	t.Helper()
	folder := t.TempDir()
	for _, name := range []string{"charter.md", "charter.en.md"} {
		content, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			t.Fatal(err)
		}
		changed := strings.NewReplacer(replace...).Replace(string(content))
		if err := os.WriteFile(filepath.Join(folder, name), []byte(changed), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}
