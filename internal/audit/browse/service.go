package browse

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"charte/internal/audit"
	"charte/internal/portal"
)

// maxServices is how many addresses in one page are checked for being Charte.
const maxServices = 10

// findService returns the address, without a final "/", of the Charte that a page uses,
// or "". It checks charter.json where banner frames, kit scripts and links to a form of
// choices within the page's own site lead, and at the origins of the other links there.
func (r *run) findService(ctx context.Context, page string, found []frameContent) string {
	var services []string
	take := func(addresses []string, pathsOf func(*url.URL) []string) {
		for _, address := range addresses {
			u, err := url.Parse(address)
			if err != nil || u.Host == "" {
				continue
			}
			for _, path := range pathsOf(u) {
				if service := u.Scheme + "://" + u.Host + path; !slices.Contains(services, service) && len(services) < maxServices {
					services = append(services, service)
				}
			}
		}
	}
	within := func(u *url.URL) bool { return portal.Site(u.Hostname()) == portal.Site(host(page)) }
	for _, frame := range found {
		take(frame.Embedded, embeddedUnder)
		take(frame.Links, func(u *url.URL) []string {
			if !within(u) || u.Fragment != "choices" {
				return nil
			}
			return formUnder(u)
		})
	}
	for _, frame := range found {
		take(frame.Links, func(u *url.URL) []string {
			if !within(u) {
				return nil
			}
			return []string{""}
		})
	}
	for _, service := range services {
		if !r.checked[service] {
			r.checked[service] = true
			if r.isCharte(ctx, service) {
				return service
			}
		}
	}
	return ""
}

// recognizeSpacers clears Pixel for the images that give the kit its size: they come from
// the portal's Charte, count nobody, and have very few bytes.
func (r *run) recognizeSpacers(visits []audit.Visit) {
	for _, v := range visits {
		for i, q := range v.Requests {
			if r.banner != "" && strings.HasPrefix(q.Address, r.banner+"/embed/") {
				v.Requests[i].Pixel = false
			}
		}
	}
}

// embeddedUnder returns the paths below which a service may have the address of a frame
// or a script: none if it is neither the banner's nor the kit's.
func embeddedUnder(u *url.URL) []string {
	if under, ok := strings.CutSuffix(u.Path, "/embed.js"); ok {
		return []string{under}
	}
	if under, ok := strings.CutSuffix(u.Path, "/choice"); ok {
		return []string{under, withoutLanguage(under)}
	}
	return nil
}

// formUnder returns the paths below which a service may have the address of a form.
func formUnder(u *url.URL) []string {
	under := strings.TrimSuffix(u.Path, "/")
	return []string{withoutLanguage(under), under}
}

// withoutLanguage returns a path without a last part of two letters.
func withoutLanguage(under string) string {
	if at := strings.LastIndexByte(under, '/'); at >= 0 && len(under)-at == len("/fr") {
		return under[:at]
	}
	return under
}

func (r *run) isCharte(ctx context.Context, service string) bool {
	body, err := r.get(ctx, service+"/charter.json", 1<<20)
	var charter struct {
		Cookie, Scope string
		Purposes      []struct{ ID string }
	}
	return err == nil && json.Unmarshal(body, &charter) == nil && charter.Cookie != "" && charter.Scope != "" && charter.Purposes != nil
}
