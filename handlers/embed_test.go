package handlers_test

import (
	"encoding/xml"
	"fmt"
	"image/gif"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func withHandle(c *setup) { c.Handle = true }

// pixels returns the size of a spacer image, such as "104x1".
func pixels(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	if w.Code != http.StatusOK {
		t.Fatalf("status %d", w.Code)
	}
	if w.Header().Get("Content-Type") == "image/gif" {
		config, err := gif.DecodeConfig(w.Body)
		if err != nil {
			t.Fatalf("not an image: %v", err)
		}
		return fmt.Sprintf("%dx%d", config.Width, config.Height)
	}
	var image struct {
		XMLName xml.Name `xml:"http://www.w3.org/2000/svg svg"`
		Width   int      `xml:"width,attr"`
		Height  int      `xml:"height,attr"`
	}
	if err := xml.Unmarshal(w.Body.Bytes(), &image); err != nil || w.Header().Get("Content-Type") != "image/svg+xml" {
		t.Fatalf("not an image: %v", err)
	}
	return fmt.Sprintf("%dx%d", image.Width, image.Height)
}

// Addresses of the images in today's kits, and in those of earlier versions.
const (
	spacers    = "/embed/width /embed/height-320 /embed/height-641"
	spacersSVG = "/embed/width.svg /embed/height-narrow.svg /embed/height-wide.svg"
)

// The images give the frame its size, and so show the banner, the handle or nothing.
func TestSpacersHaveTheSizeOfTheFrame(t *testing.T) {
	t.Parallel()
	s := newService(t, demo, withHandle)
	refused := holding(s.post("/fr/choice", s.fields("refuse")))
	const banner, handle, hidden = "32000x1 1x470 1x400", "104x1 1x45 1x45", "1x1 1x1 1x1"
	for name, c := range map[string]struct {
		want    string
		headers []string
	}{
		"a visitor who has not chosen":      {banner, nil},
		"the portal's page":                 {banner, []string{"Referer", portalOrigin + "/", "Sec-Fetch-Site", "same-site"}},
		"a choice":                          {handle, []string{"Cookie", refused}},
		"a malformed choice":                {banner, []string{"Cookie", "cookies_preferences=yes"}},
		"two different choices":             {banner, []string{"Cookie", refused + "; cookies_preferences=x"}}, // B-09
		"the signal":                        {handle, []string{"Sec-GPC", "1"}},                                // S-01
		"a signal of another value":         {banner, []string{"Sec-GPC", "0"}},
		"a foreign site":                    {hidden, []string{"Sec-Fetch-Site", "cross-site"}}, // B-04
		"a foreign site, after a choice":    {hidden, []string{"Sec-Fetch-Site", "cross-site", "Cookie", refused}},
		"a page of an unlisted portal":      {hidden, []string{"Referer", "https://autre.ville.example/"}},
		"a look-alike of the portal":        {hidden, []string{"Referer", portalOrigin + ".ailleurs.example/"}},
		"the portal without encryption":     {hidden, []string{"Referer", strings.Replace(portalOrigin, "https", "http", 1) + "/"}},
		"the portal inside a foreign site":  {hidden, []string{"Sec-Fetch-Site", "same-site", "Sec-Fetch-Storage-Access", "none"}},
		"a portal with access to its store": {banner, []string{"Sec-Fetch-Site", "same-site", "Sec-Fetch-Storage-Access", "active"}},
	} {
		for _, paths := range []string{spacers, spacersSVG} {
			var got []string
			for path := range strings.FieldsSeq(paths) {
				got = append(got, pixels(t, s.get(path, c.headers...)))
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("%s: %s is %v, want %s", name, paths, got, c.want)
			}
		}
	}
}

func TestSpacersAreOnePixelIfTheHandleIsOff(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	for path := range strings.FieldsSeq(spacers + " " + spacersSVG) {
		if got := pixels(t, s.get(path, "Sec-GPC", "1")); got != "1x1" {
			t.Errorf("%s is %s", path, got)
		}
	}
}

func TestSpacerHeightIsThatOfTheNextNarrowerWindow(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	for window, want := range map[string]string{
		"0": "1x470", "320": "1x470", "479": "1x445", "480": "1x400", "700": "1x400", "1280": "1x200", "99999": "1x192",
	} {
		for _, kind := range []string{"", ".svg"} {
			if got := pixels(t, s.get("/embed/height-"+window+kind)); got != want {
				t.Errorf("a window of %s pixels: %s, want %s", window, got, want)
			}
		}
	}
	for _, name := range []string{"height-", "height-x", "height--1", "depth", "width.png", "height-9999999999999999999"} {
		for _, kind := range []string{"", ".svg"} {
			if w := s.get("/embed/" + name + kind); w.Code != http.StatusNotFound {
				t.Errorf("%s%s: status %d", name, kind, w.Code)
			}
		}
	}
}

// Browsers request the images with every page of the portal.
func TestSpacersAreRevalidatedAndSetNoCookie(t *testing.T) {
	t.Parallel()
	s := newService(t, demo, withHandle)
	refused := holding(s.post("/fr/choice", s.fields("refuse")))
	w := s.get("/embed/width")
	if vary := w.Header()["Vary"]; len(vary) != 1 || vary[0] != "Cookie, Referer, Sec-GPC, Sec-Fetch-Site, Sec-Fetch-Storage-Access" {
		t.Errorf("Vary %q", vary)
	}
	if cache := w.Header().Get("Cache-Control"); cache != "private, no-cache, no-transform" {
		t.Errorf("Cache-Control %q", cache)
	}
	tag := w.Header().Get("ETag")
	again := s.get("/embed/width", "If-None-Match", tag)
	if again.Code != http.StatusNotModified || again.Body.Len() != 0 {
		t.Errorf("revalidated: %d with %d bytes", again.Code, again.Body.Len())
	}
	if after := s.get("/embed/width", "If-None-Match", tag, "Cookie", refused); after.Code != http.StatusOK {
		t.Errorf("after a choice the old image is still valid: %d", after.Code)
	}
	if set := w.Header().Get("Set-Cookie"); set != "" { // C-01
		t.Errorf("Set-Cookie %q", set)
	}
}

// B-04: where a choice would not be stored, the frame shows an explanation and no form.
func TestFrameExplainsWhyAChoiceWouldNotBeStored(t *testing.T) {
	t.Parallel()
	s := newService(t, demo, withHandle)
	for name, c := range map[string]struct {
		words   string
		headers []string
	}{
		"a foreign site":            {"appartient à un site auquel il ne s’applique pas", []string{"Sec-Fetch-Site", "cross-site", "Referer", "https://ailleurs.example/"}},
		"an unlisted portal":        {"ne connaît pas l’adresse de cette page", []string{"Sec-Fetch-Site", "same-site", "Referer", "https://autre.ville.example/page"}},
		"a portal over plain http":  {"sans chiffrement", []string{"Sec-Fetch-Site", "cross-site", "Referer", "http://donnees.ville.example/page"}},
		"a portal in a foreign one": {"appartient à un site auquel il ne s’applique pas", []string{"Sec-Fetch-Site", "same-site", "Referer", portalOrigin + "/", "Sec-Fetch-Storage-Access", "inactive"}},
	} {
		for _, path := range []string{"/fr/choice", "/fr/choice?kit"} {
			w := s.get(path, append(c.headers, "Sec-Fetch-Dest", "iframe")...)
			if body := w.Body.String(); w.Code != http.StatusOK || !strings.Contains(body, c.words) || strings.Contains(body, "<form") {
				t.Errorf("%s, %s: status %d, %s", name, path, w.Code, body)
			}
			if policy := w.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "frame-ancestors *") {
				t.Errorf("%s, %s: the explanation cannot be framed: %s", name, path, policy)
			}
		}
	}
}

func TestKitFrameShowsOnlyTheHandleAfterAChoice(t *testing.T) {
	t.Parallel()
	s := newService(t, demo, withHandle)
	for decision, words := range map[string]string{"refuse": "Cookies\u00a0: refusés", "accept": "Cookies\u00a0: acceptés"} {
		decided := holding(s.post("/fr/choice", s.fields(decision)))
		w := s.get("/choice?kit", "Cookie", decided, "Referer", portalOrigin+"/a?b=c", "Sec-Fetch-Dest", "iframe", "Sec-Fetch-Site", "same-site")
		body := w.Body.String()
		if !strings.Contains(body, words) || !strings.Contains(body, `href="/fr/?back=`) || !strings.Contains(body, `#choices" target="_top"`) {
			t.Errorf("after %s: %s", decision, body)
		}
		if small := s.get("/choice?kit", "Cookie", decided, "Accept-Encoding", "gzip").Body.Len(); small > 850 {
			t.Errorf("the handle's page takes %d bytes", small)
		}
	}
}

// The style sheets of the banner and of the handle both define the handle's colours.
// They must match, because the browser's Back button may swap the two frames.
func TestHandleHasTheSameColoursInBothFrames(t *testing.T) {
	t.Parallel()
	s := newService(t, demo, withHandle)
	banner := s.get("/choice?kit").Body.String()
	handle := s.get("/choice?kit", "Sec-GPC", "1").Body.String()
	for _, name := range []string{"--charte-paper", "--charte-link", "--charte-rule"} {
		if a, b := declarations(banner, name), declarations(handle, name); !strings.HasPrefix(a, b) || strings.Count(a, "#") != 1 {
			t.Errorf("%s is %s in the banner and %s in the handle", name, a, b)
		}
	}
}

// declarations returns the values declared for a CSS property, in order.
func declarations(css, name string) string {
	var all []string
	for _, after := range strings.Split(css, name+":")[1:] {
		value := strings.TrimSpace(after[:strings.IndexAny(after, ";}")])
		if value == "#ffffff" {
			value = "#fff"
		}
		all = append(all, value)
	}
	return strings.Join(all, " ")
}

// B-12: a sandboxed frame sends "Origin: null"; the error page explains the cause.
func TestChoiceFromASandboxedFrameIsRefusedAndExplained(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	for _, decision := range []string{"accept", "refuse"} {
		w := s.post("/fr/choice", s.fields(decision), "Origin", "null", "Sec-Fetch-Site", "cross-site")
		if w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "vient d’une page qui cache son adresse") || len(s.rows()) != 0 {
			t.Errorf("%s: status %d, %d rows", decision, w.Code, len(s.rows()))
		}
	}
}
