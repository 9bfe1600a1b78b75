package handlers_test

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"charte/internal/portal"
	"charte/tests/freeport"
)

// cachingProxy starts nginx in front of the handler and returns its address. It is set
// to cache everything that the response headers do not forbid.
func cachingProxy(t *testing.T, handler http.Handler) (address string) {
	t.Helper()
	upstream := httptest.NewServer(handler)
	t.Cleanup(upstream.Close)
	address = "127.0.0.1:" + freeport.Get(t)
	dir := t.TempDir()
	config := fmt.Sprintf(`daemon off; master_process off; pid %[1]s/pid; error_log stderr notice;
events { worker_connections 256; }
http {
  access_log off; proxy_cache_path %[1]s/cache keys_zone=all:1m;
  client_body_temp_path %[1]s/t1; proxy_temp_path %[1]s/t2; fastcgi_temp_path %[1]s/t3; uwsgi_temp_path %[1]s/t4; scgi_temp_path %[1]s/t5;
  server {
    listen %[2]s;
    location / {
      proxy_pass %[3]s; proxy_set_header Host cookies.ville.example; proxy_http_version 1.1;
      proxy_cache all; proxy_cache_valid any 10m; proxy_cache_revalidate on; add_header X-Cache $upstream_cache_status always;
    }
  }
}`, dir, address, upstream.URL)
	file := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	nginx := exec.Command("/usr/sbin/nginx", "-p", dir, "-c", file)
	stderr, err := nginx.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := nginx.Start(); err != nil {
		t.Fatalf("nginx, which tools/install.sh installs: %v", err)
	}
	t.Cleanup(func() {
		nginx.Process.Kill()
		nginx.Wait()
	})
	// nginx listens before it logs its version.
	var all strings.Builder
	for lines := bufio.NewScanner(stderr); lines.Scan(); fmt.Fprintln(&all, lines.Text()) {
		if strings.Contains(lines.Text(), "[notice]") && strings.Contains(lines.Text(), "nginx/") {
			go io.Copy(io.Discard, stderr) // ends with nginx
			return address
		}
	}
	t.Fatalf("nginx did not start: %s", all.String())
	return ""
}

// through sends a GET request to the proxy.
func through(t *testing.T, address, target string, headers ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address+target, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Error(err)
		return &http.Response{Header: http.Header{}}, ""
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Error(err)
	}
	return answer, string(body)
}

// A proxy that caches all it may never sends a visitor another's choice or return
// address.
func TestCachingProxyNeverMixesVisitors(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	address := cachingProxy(t, s.handler)
	accepted := holding(s.post("/fr/choice", s.accept()))
	refused := holding(s.post("/fr/choice", s.fields("refuse")))
	var group sync.WaitGroup
	for worker := range 8 {
		group.Go(func() {
			cookie, outcome := accepted, "acceptés"
			if worker%2 == 1 {
				cookie, outcome = refused, "refusés"
			}
			own := fmt.Sprintf("%s/page-%d", portalOrigin, worker)
			for range 20 {
				_, page := through(t, address, "/fr/choice", "Cookie", cookie, "Referer", own)
				if !strings.Contains(page, outcome) || !strings.Contains(page, "?back="+portal.Encode(own)+"#choices") {
					t.Errorf("visitor %d got another's frame", worker)
				}
				_, image := through(t, address, "/embed/width.svg", "Referer", own, "Cookie", []string{cookie, ""}[worker/4])
				if asked := strings.Contains(image, `width="32000"`); asked != (worker >= 4) {
					t.Errorf("visitor %d got another's image", worker)
				}
			}
		})
	}
	group.Wait()
}

// This verifies that the proxy does cache, which the test above relies on.
func TestCachingProxyCachesAssets(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	address := cachingProxy(t, s.handler)
	_, page := through(t, address, "/fr/")
	_, after, _ := strings.Cut(page, `rel="stylesheet" href="`)
	sheet, _, _ := strings.Cut(after, `"`)
	through(t, address, sheet)
	if answer, _ := through(t, address, sheet); answer.Header.Get("X-Cache") != "HIT" {
		t.Errorf("%s: X-Cache %q", sheet, answer.Header.Get("X-Cache"))
	}
}
