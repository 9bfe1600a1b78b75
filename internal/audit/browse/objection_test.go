package browse_test

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"testing"

	"charte/internal/audit"
	"charte/internal/audit/browse"
)

// measured is the charter with two exempt purposes to which visitors can object.
func measured() string {
	return strings.NewReplacer(
		"  - id: statistics\n", "  - id: statistics\n    exempt: true\n    objection: true\n    platform_keys: [matomo]\n",
		"  - id: third_party\n", "  - id: third_party\n    exempt: true\n    objection: true\n",
	).Replace(declared)
}

// tool is an exempt measurement that stops if the platform's key is false, unless it is
// deaf.
func tool(deaf string) string {
	return `<script>
const cookie = document.cookie.split('; ').map((c) => c.split('=')).find(([name]) => name === 'cookies_preferences');
const open = !cookie || JSON.parse(decodeURIComponent(cookie[1])).matomo !== false;
if (open || ` + deaf + `) {
  document.cookie = '_pk_id.1.1fff=x; Path=/; Secure; SameSite=Lax; Max-Age=34128000';
  new Image().src = '/matomo.php?idsite=1';
}
</script>`
}

// The audit objects to each purpose as a visitor does, and finds what continues.
func TestAnObjectionIsMadeAndItsEffectIsObserved(t *testing.T) { // H-04
	t.Parallel()
	for deaf, want := range map[string][]string{
		"false": nil, "true": {"cookie _pk_id.*", "request " + portalHost},
	} {
		service, declared := charte(t, measured())
		portal := http.NewServeMux()
		portal.HandleFunc("/matomo.php", file("image/gif", gif))
		portal.HandleFunc("GET /{$}", page(kitFrame+tool(deaf)))
		options := optionsFor(t, hosts{portalHost: portal, serviceHost: service})
		options.States = []audit.State{audit.Undecided, audit.Objected}
		seen, err := browse.Run(t.Context(), options, nil)
		if err != nil {
			t.Fatal(err)
		}
		if v := seen.Visits[1]; len(v.Troubles) > 0 || len(v.Pages) != 1 || !v.Pages[0].Seen() {
			t.Fatalf("objected: %v, %+v", v.Troubles, v.Pages)
		}
		report, err := audit.Compare(declared, seen)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range report.Findings {
			if f.Rule == audit.AfterObjection {
				got = append(got, f.Kind+" "+cmp.Or(f.Name, f.Host))
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("deaf %s: %q, want %q", deaf, got, want)
		}
	}
}

func TestAPortalWithoutAnObjectionIsReported(t *testing.T) {
	t.Parallel()
	service, _ := charte(t, declared)
	options := optionsFor(t, hosts{portalHost: page(kitFrame), serviceHost: service})
	options.States = []audit.State{audit.Undecided, audit.Objected}
	seen, err := browse.Run(t.Context(), options, nil)
	if err != nil {
		t.Fatal(err)
	}
	if v := seen.Visits[1]; !has(v.Troubles, audit.Trouble{ID: audit.NothingToObject}) {
		t.Errorf("%+v", v.Troubles)
	}
}
