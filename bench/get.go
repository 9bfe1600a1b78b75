package main

import (
	"context"
	"fmt"
	"slices"
)

// page is a GET request that is measured on all servers.
type page struct {
	name, path, file string
	headers          []string
	varying          bool // a different Referer in each request
	revalidated      bool
	leastOfNginx     float64
	timesCaddy       float64 // 0: no target against Caddy
}

func measureGet(ctx context.Context, s *suite) error {
	charte, err := s.charte(ctx, "charte", "sqlite:"+s.file("get.db"))
	if err != nil {
		return err
	}
	nginx, caddy, err := s.rivals(ctx)
	if err != nil {
		return err
	}
	cookie, err := choose(charte, "accept")
	if err != nil {
		return err
	}
	framed := []string{"Referer: " + portalOrigin + "/explore/?sort=modified", "Sec-Fetch-Site: same-site", "Sec-Fetch-Dest: iframe"}
	decided := []string{"Cookie: " + cookie}
	for _, p := range []page{
		{name: "charter, undecided", path: "/fr/", file: "charter.html", leastOfNginx: 0.45, timesCaddy: 2.2},
		{name: "charter, decided", path: "/fr/", file: "charter-decided.html", headers: decided, leastOfNginx: 0.45, timesCaddy: 2.2},
		{name: "banner, undecided", path: "/choice?kit", file: "banner.html", headers: framed, leastOfNginx: 0.45, timesCaddy: 2.2},
		{name: "banner, decided", path: "/choice?kit", file: "handle.html", headers: slices.Concat(framed, decided), leastOfNginx: 0.45, timesCaddy: 2.2},
		{name: "banner, another way back each time", path: "/choice?kit", file: "banner-back.html", headers: framed, varying: true, leastOfNginx: 0.35},
		{name: "spacer image, 304", path: "/embed/height-641", file: "height.gif", headers: framed, revalidated: true, leastOfNginx: 0.45},
	} {
		if err := s.publish(charte, p.file, p.path, p.headers...); err != nil {
			return err
		}
		if err := s.sideBySide(ctx, p, charte, nginx, caddy); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	s.report.value("memory", "after the GET rows", megabytes(charte.memory()), "≤ 80 MB", charte.memory() <= 80<<20)
	return s.endAll(charte, nginx, caddy)
}

// sideBySide measures one page in alternating rounds.
func (s *suite) sideBySide(ctx context.Context, p page, charte, nginx, caddy *process) error {
	row := newRow("GET "+p.name, charte.name, nginx.name, caddy.name)
	row.reference = nginx.name
	row.targets = []target{{of: nginx.name, least: p.leastOfNginx}}
	if p.timesCaddy > 0 {
		row.targets = append(row.targets, target{of: caddy.name, least: p.timesCaddy})
	}
	loads := map[*process]load{}
	for _, server := range []*process{charte, nginx, caddy} {
		path := p.path
		if server != charte {
			path = "/" + p.file
		}
		headers := append([]string{"Accept-Encoding: gzip"}, p.headers...)
		if p.revalidated {
			kept, _, err := fetch(server, path, headers...)
			if err != nil {
				return err
			}
			headers = append(headers, "If-None-Match: "+kept.Get("Etag"))
		}
		loads[server] = load{path: path, headers: headers}
		if p.varying {
			loads[server] = load{path: path, script: elsewhere(headers)}
		}
	}
	return s.rounds(ctx, row, loads, charte, nginx, caddy)
}

// rounds runs the loads in turn, then once more at half of the measured maximum.
func (s *suite) rounds(ctx context.Context, row *row, loads map[*process]load, servers ...*process) error {
	err := s.steadily(row, func() error {
		for _, server := range servers {
			s.report.machine.look()
			r, err := fire(ctx, s.dir, server, loads[server], s.seconds, 0)
			if err != nil {
				return err
			}
			row.add(server.name, r)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, server := range servers {
		// The pause per connection at which all connections together send half of that
		// rate.
		pause := 2 * 1000 * connections / row.median(server.name)
		r, err := fire(ctx, s.dir, server, loads[server], s.seconds, pause)
		if err != nil {
			return err
		}
		row.half[server.name] = r
	}
	s.report.rows = append(s.report.rows, row)
	fmt.Println(row.summary())
	return nil
}

// steadily repeats the rounds of a row while the row is void, up to mostTries times:
// disks of rented machines vary. Only the reference server's spread decides, never
// our own result.
func (s *suite) steadily(row *row, round func() error) error {
	for row.tries = 1; ; row.tries++ {
		clear(row.results)
		for range s.options.rounds {
			if err := round(); err != nil {
				return err
			}
		}
		if row.void() == "" || row.tries == mostTries {
			return nil
		}
		fmt.Println(row.summary(), "- again")
	}
}

func (s *suite) endAll(servers ...*process) error {
	for _, p := range servers {
		if err := s.end(p); err != nil {
			return err
		}
	}
	return nil
}
