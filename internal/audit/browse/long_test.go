package browse_test

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"charte/internal/audit"
	"charte/internal/audit/browse"
)

// long is the number of pages of the long audit. `make soak` sets 50, in all five
// states; the default is three, in two states.
var long = flag.Int("pages", 3, "pages of the long audit; in all states from 10 on")

// memory is the limit for an audit with its browser, in MB. A page that is scrolled to
// its end has all its images decoded.
const memory = 450

// busy is a large script that builds the page, as portals have it.
const busy = `<script>
const held = Array.from({ length: 400000 }, (_, i) => ({ i, text: 'donnée ' + i }));
const list = document.createElement('ul');
for (let i = 0; i < 4000; i++) list.append(Object.assign(document.createElement('li'), { textContent: held[i].text }));
document.body.append(list);
</script>`

// Not parallel: it adds up the memory of all browsers of this process.
func TestALongAuditStaysWithinItsMemory(t *testing.T) {
	script := busy
	if *long < 10 {
		script = ""
	}
	service, _ := charte(t, declared)
	portal := http.NewServeMux()
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewRGBA(image.Rect(0, 0, 1200, 800))); err != nil {
		t.Fatal(err)
	}
	portal.HandleFunc("/image/", file("image/png", picture.String()))
	portal.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		var body strings.Builder
		for i := range 8 {
			fmt.Fprintf(&body, `<img alt="" src="/image/%d">`, i)
		}
		for i := range *long {
			fmt.Fprintf(&body, `<a href="/page/%d">%d</a> `, i, i)
		}
		page(kitFrame+body.String()+platform+script)(w, r)
	})
	options := optionsFor(t, hosts{portalHost: portal, serviceHost: service})
	options.Depth, options.Pages, options.Settle, options.Timeout = 1, *long, time.Second, time.Hour
	if *long < 10 {
		options.States = []audit.State{audit.Undecided, audit.Accepted}
	}
	watch := watchMemory()
	seen, err := browse.Run(t.Context(), options, nil)
	most := watch()
	if err != nil || !seen.Complete {
		t.Fatalf("complete %t, %v", seen.Complete, err)
	}
	for _, v := range seen.Visits {
		for _, p := range v.Pages {
			t.Logf("%-9s %6.2f s %s %v", v.State, time.Duration(p.Wall).Seconds(), p.Address, p.Troubles)
			if len(p.Troubles) > 0 || time.Duration(p.Wall) > options.PageTimeout {
				t.Errorf("%s: %v", p.Address, p.Troubles)
			}
		}
		if len(v.Pages) != *long {
			t.Errorf("%s: %d pages", v.State, len(v.Pages))
		}
	}
	t.Logf("%d pages in %d states: %s, %d MB at most, of %d", *long, len(seen.Visits), time.Duration(seen.Duration).Round(time.Second), most, memory)
	if most == 0 || most > memory {
		t.Errorf("%d MB, for %d", most, memory)
	}
}

// watchMemory measures the memory of this process and its descendants until most is
// called. most returns the maximum in MB, with each shared page counted once (PSS).
func watchMemory() (most func() int) {
	done, highest := make(chan struct{}), 0
	var watching sync.WaitGroup
	watching.Go(func() {
		ticker := time.NewTicker(500 * time.Millisecond)
		defer ticker.Stop()
		for {
			highest = max(highest, taken())
			select {
			case <-done:
				return
			case <-ticker.C:
			}
		}
	})
	return func() int {
		close(done)
		watching.Wait()
		return highest
	}
}

func taken() int {
	parents := map[int]int{}
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, stat := range stats {
		text, err := os.ReadFile(stat)
		if err != nil {
			continue // the process has ended
		}
		pid, _ := strconv.Atoi(strings.Split(stat, "/")[2])
		fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
		parents[pid], _ = strconv.Atoi(fields[1])
	}
	kilobytes := 0
	for pid := range parents {
		for up := pid; up > 1; up = parents[up] {
			// A short audit may run with the race detector, whose memory must not count.
			if up == os.Getpid() && (pid != up || *long >= 10) {
				kilobytes += share(pid)
				break
			}
		}
	}
	return kilobytes >> 10
}

func share(pid int) (kilobytes int) {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	for line := range strings.SplitSeq(string(text), "\n") {
		if value, found := strings.CutPrefix(line, "Pss:"); found {
			kilobytes, _ = strconv.Atoi(strings.Fields(value)[0])
		}
	}
	return kilobytes
}
