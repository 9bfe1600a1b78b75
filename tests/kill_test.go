package tests

import (
	"flag"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"charte/internal/store/postgres/pgtest"
)

// kills is how often the program is killed under load: 3 times, in make soak 100.
var kills = flag.Int("kills", 3, "how often the program is killed under load, on each registry")

// load is a number of visitors who accept again and again until they are stopped.
type load struct {
	base   string
	text   string
	mu     sync.Mutex
	given  map[string]bool // receipts in the responses that arrived
	broken atomic.Int64    // requests without a response
	n      atomic.Int64
}

// run lets visitors choose concurrently until afterEach returns true. afterEach gets the
// number of responses so far.
func (l *load) run(visitors int, afterEach func(answered int64) (stop bool)) {
	var all sync.WaitGroup
	var stopped atomic.Bool
	for range visitors {
		all.Go(func() {
			for !stopped.Load() {
				if !l.accept() {
					l.broken.Add(1)
				}
				if afterEach(l.n.Load()) {
					stopped.Store(true)
				}
			}
		})
	}
	all.Wait()
}

// accept posts one acceptance and reports whether a response arrived.
func (l *load) accept() bool {
	jar, _ := cookiejar.New(nil)
	client := http.Client{Jar: jar, Transport: &http.Transport{DisableKeepAlives: true}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	r, err := http.NewRequest(http.MethodPost, l.base+"/fr/choice", strings.NewReader(url.Values{"decision": {"accept"}, "text": {l.text}}.Encode()))
	if err != nil {
		return false
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	answer, err := client.Do(r)
	if err != nil {
		return false
	}
	io.Copy(io.Discard, answer.Body)
	answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther {
		return false
	}
	for _, c := range answer.Cookies() {
		if c.Name == "charte-receipt" {
			l.mu.Lock()
			l.given[c.Value] = true
			l.mu.Unlock()
		}
	}
	l.n.Add(1)
	return true
}

// newLoad gets the text version for the visitors' forms.
func newLoad(t *testing.T, base string) *load {
	t.Helper()
	v := (&program{base: base}).visitor(t)
	_, after, _ := strings.Cut(v.open("/fr/choice").body, `name="text" value="`)
	return &load{base: base, text: after[:64], given: map[string]bool{}}
}

// kept fails unless the chain is valid, contains every receipt that was given, and has
// no more records than requests were sent.
func (l *load) kept(t *testing.T, registry string, before int64) {
	t.Helper()
	mustRun(t, "verify", "--registry", registry)
	found, n := map[string]bool{}, int64(0)
	for _, r := range (&program{registry: registry}).records(t) {
		if r.Sequence > before && r.Choice.Grants() {
			found[r.Receipt], n = true, n+1
		}
	}
	for id := range l.given {
		if !found[id] {
			t.Errorf("the receipt %s was given and is not in the record", id)
		}
	}
	if most := int64(len(l.given)) + l.broken.Load(); n > most {
		t.Errorf("%d grants are recorded, %d were asked for", n, most)
	}
}

func TestNoReceiptIsLostWhenTheProgramIsKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("kills a process")
	}
	t.Parallel()
	onRegistries(t, func(t *testing.T, registry string) {
		given := 0
		for range *kills {
			p := startProcess(t, registry)
			before := int64(len((&program{registry: registry}).records(t)))
			l := newLoad(t, p.base)
			l.run(16, func(answered int64) bool {
				if answered < 50 {
					return false
				}
				p.cmd.Process.Kill() // while other requests are in progress
				return true
			})
			p.cmd.Wait()
			l.kept(t, registry, before)
			given += len(l.given)
		}
		if given < 50**kills {
			t.Errorf("only %d receipts were given", given)
		}
	})
}

// balancer is a TCP load balancer: it forwards connections to the addresses in turn, and
// to the next one if an address does not answer.
type balancer struct {
	net.Listener
	turn     atomic.Uint64
	backends []string
	silent   [2]atomic.Int64 // connections that a backend accepted but did not answer
}

func (b *balancer) serve() {
	for {
		c, err := b.Accept()
		if err != nil {
			return // the listener was closed
		}
		go b.pass(c)
	}
}

func (b *balancer) pass(c net.Conn) {
	defer c.Close()
	turn := b.turn.Add(1)
	for i := range b.backends {
		which := (turn + uint64(i)) % uint64(len(b.backends))
		to, err := net.Dial("tcp", b.backends[which])
		if err != nil {
			continue
		}
		defer to.Close()
		go func() { io.Copy(to, c) }()
		if n, _ := io.Copy(c, to); n == 0 {
			b.silent[which].Add(1)
		}
		return
	}
}

func TestKillingOneOfTwoInstancesLosesNoReceipt(t *testing.T) {
	t.Parallel()
	registry := pgtest.Start(t).NewDatabase(t)
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	b := &balancer{Listener: listener}
	var instances []*process
	for range 2 {
		address := freeAddress(t)
		instances = append(instances, startProcess(t, registry, "--listen", address, "--base-url", "http://localhost:"+port))
		b.backends = append(b.backends, address)
	}
	go b.serve()
	l := newLoad(t, "http://localhost:"+port)
	const enough = 400
	var once sync.Once
	l.run(16, func(answered int64) bool {
		if answered > enough/2 {
			once.Do(func() { instances[0].cmd.Process.Kill() })
		}
		return answered > enough
	})
	instances[0].cmd.Wait()
	// Only visitors whose request the killed instance had accepted get no response.
	if n := b.silent[1].Load(); n != 0 || l.broken.Load() != b.silent[0].Load() {
		t.Errorf("%d visitors of the other instance got no answer, %d of the killed one, %d in all", n, b.silent[0].Load(), l.broken.Load())
	}
	l.kept(t, registry, 0)
	// Each instance accepts forms and choices of the other.
	v := (&program{base: l.base}).visitor(t)
	if s := v.open("/fr/choice").submit("accept"); s.status != http.StatusSeeOther {
		t.Errorf("the other instance: %d", s.status)
	}
}
