package tests

import (
	"bytes"
	"encoding/pem"
	"fmt"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// lookPage is a page of a portal that contains the kit, with the sentences that
// "charte embed --look" must print about it.
type lookPage struct {
	head, before, after string
	headers             map[string]string
	edit                func(kit string) string
	want                []string
}

// lookPages are the faults of real portals, by their name.
func lookPages(service string) map[string]lookPage {
	without := func(attribute string) func(string) string {
		return func(kit string) string { return removeAttribute(kit, attribute) }
	}
	return map[string]lookPage{
		"right": {want: []string{"the banner is at the bottom, whole, on top, and absent from paper"}},
		"header with a filter": {
			head:   "<style>@media (min-width:62em){.fr-header{filter:drop-shadow(0 1px 3px #0003)}}</style>",
			before: `<header class="fr-header">`, after: "</header>",
			want: []string{"because of header.fr-header { filter: drop-shadow("},
		},
		"low header": {
			before: `<header style="position:sticky;top:0;z-index:5">`,
			after:  `</header><div id="content" style="position:fixed;inset:0;z-index:1000">Jeu de données</div>`,
			want:   []string{"is covered by div#content, because of header { z-index: 5 } around the kit"},
		},
		"blocked frame": {
			headers: map[string]string{"Content-Security-Policy": "frame-src 'self'"},
			want:    []string{"the page's Content-Security-Policy blocks the kit: add " + service + " to frame-src"},
		},
		"no style":  {edit: without("style"), want: []string{"the kit's style is missing"}},
		"no origin": {edit: without("referrerpolicy"), want: []string{"the platform removed <iframe> referrerpolicy"}},
		"no frame":  {edit: func(kit string) string { return removeElement(kit, "iframe") }, want: []string{"its frame: the platform removed <iframe>"}},
		"no kit":    {edit: func(string) string { return "" }, want: []string{"the page contains no kit of " + service}},
	}
}

func removeAttribute(kit, name string) string {
	for {
		from := strings.Index(kit, " "+name+`="`)
		if from < 0 {
			return kit
		}
		value := from + len(name) + 3
		kit = kit[:from] + kit[value+strings.Index(kit[value:], `"`)+1:]
	}
}

func removeElement(kit, name string) string {
	before, rest, _ := strings.Cut(kit, "<"+name)
	_, after, _ := strings.Cut(rest, "</"+name+">")
	return before + after
}

// lookPortal serves each page at /name with spaces as underscores, with the kit that
// kit points to.
func lookPortal(t *testing.T, pages func() map[string]lookPage, kit *string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page := pages()[strings.ReplaceAll(strings.TrimPrefix(r.URL.Path, "/"), "_", " ")]
		for name, value := range page.headers {
			w.Header().Set(name, value)
		}
		code := *kit
		if page.edit != nil {
			code = page.edit(code)
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!DOCTYPE html><html lang="fr"><meta name="viewport" content="width=device-width"><title>Portail</title>%s
			<body>%s%s%s<p style="height:3000px">Jeux de données</p>`, page.head, page.before, code, page.after)
	}))
	t.Cleanup(server.Close)
	return strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
}

// lookAt runs "charte embed --look" with the working directory folder and returns what it
// prints.
func lookAt(t *testing.T, folder, service, portal, page string, more ...string) (out string, err error) {
	t.Helper()
	content, err := filepath.Abs(demo())
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"embed", "--base-url", service, "--portal", portal, "--content", content, "--look", page}
	cmd := exec.CommandContext(t.Context(), os.Args[0], append(args, more...)...)
	cmd.Dir, cmd.Env = folder, append(os.Environ(), childProgram+"=1", "LC_ALL=C")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err = cmd.Run(); err != nil {
		err = fmt.Errorf("%w: %s", err, &stderr)
	}
	return stdout.String(), err
}

// The page is opened in a browser in three windows; each fault is reported with its cause.
func TestLookReportsWhereTheBannerCannotBeUsed(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a browser")
	}
	t.Parallel()
	var kit, service string
	portal := lookPortal(t, func() map[string]lookPage { return lookPages(service) }, &kit)
	service = launch(t, sqliteFile(t), "--portal", portal, "--content", demo()).base
	var printed bytes.Buffer
	if err := run(t.Context(), []string{"embed", "--base-url", service, "--portal", portal, "--content", demo()}, nil, &printed, io.Discard); err != nil {
		t.Fatal(err)
	}
	kit = printed.String()
	for name, page := range lookPages(service) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			out, err := lookAt(t, folder, service, portal, portal+"/"+strings.ReplaceAll(name, " ", "_"))
			if (err == nil) != (name == "right") {
				t.Error(err)
			}
			for _, want := range append(page.want, "any site may show this page in a frame") {
				if !strings.Contains(out, want) {
					t.Errorf("%q is missing:\n%s", want, out)
				}
			}
			if name == "right" {
				checkPictures(t, folder)
			}
		})
	}
}

// A portal with a private authority, as in a test environment, is opened if the authority
// is named; if not, the error names the flag.
func TestLookTrustsTheAuthorityThatIsNamed(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a browser")
	}
	t.Parallel()
	portal := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "<!DOCTYPE html><title>Portail</title>")
	})) // its certificate names 127.0.0.1
	t.Cleanup(portal.Close)
	folder := t.TempDir()
	authority := filepath.Join(folder, "authority.pem")
	write(t, authority, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: portal.Certificate().Raw})))
	const service = "https://127.0.0.1:9"
	if out, err := lookAt(t, folder, service, portal.URL, portal.URL); err == nil || !strings.Contains(err.Error(), "--ca") {
		t.Errorf("without --ca: %v\n%s", err, out)
	}
	if out, err := lookAt(t, folder, service, portal.URL, portal.URL, "--ca", authority); !strings.Contains(out, "the page contains no kit of "+service) {
		t.Errorf("with --ca: %v\n%s", err, out)
	}
}

func checkPictures(t *testing.T, folder string) {
	t.Helper()
	for width, height := range map[int]int{360: 740, 768: 1024, 1280: 800} {
		picture, err := os.ReadFile(filepath.Join(folder, fmt.Sprintf("look-%d.png", width)))
		if err != nil {
			t.Fatal(err)
		}
		if c, err := png.DecodeConfig(bytes.NewReader(picture)); err != nil || c.Width != width || c.Height != height {
			t.Errorf("the picture of %d px is %d × %d: %v", width, c.Width, c.Height, err)
		}
	}
}
