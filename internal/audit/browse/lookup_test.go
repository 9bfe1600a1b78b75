package browse

import (
	"context"
	"fmt"
	"reflect"
	"testing"
	"time"

	"charte/internal/audit"
	"charte/internal/audit/audittest"
)

// lookedUp returns the lookups of an audit of these targets whose pages contacted hosts.
func lookedUp(ctx context.Context, options Options, targets []string, hosts ...string) []audit.Lookup {
	seen := audit.Observations{Target: targets, Visits: []audit.Visit{{}}}
	for _, h := range hosts {
		seen.Visits[0].Requests = append(seen.Visits[0].Requests, audit.Request{Host: h})
	}
	r := &run{Options: options.withDefaults()}
	return r.lookups(ctx, seen)
}

func TestTheAliasesOfTheOwnHostsAreLookedUp(t *testing.T) { // C-25
	t.Parallel()
	zone := audittest.Zone{
		"data.ville.test": "ville.plateforme.test", "ville.plateforme.test": "a1.nuage.test", "a1.nuage.test": audittest.Address,
		"www.ville.test": audittest.Address, "broken.ville.test": audittest.Broken,
		"dangling.ville.test": "gone.nuage.test", "loop.ville.test": "loop.ville.test",
		"long.ville.test": "Long.Nuage.Test", "Long.Nuage.Test": audittest.Address,
		"autre.test": "ville.plateforme.test",
	}
	got := lookedUp(t.Context(), Options{Resolver: zone.Resolver(t)}, []string{"https://Data.Ville.test:8443/"},
		"www.ville.test", "broken.ville.test", "missing.ville.test", "dangling.ville.test", "loop.ville.test",
		"long.ville.test", "autre.test", "www.ville.test", "data.ville.test", "192.0.2.7")
	want := []audit.Lookup{
		{Host: "data.ville.test", Aliases: []string{"ville.plateforme.test", "a1.nuage.test"}},
		{Host: "broken.ville.test", Failed: audit.NoAnswer},
		{Host: "dangling.ville.test", Aliases: []string{"gone.nuage.test"}},
		{Host: "long.ville.test", Aliases: []string{"long.nuage.test"}},
		{Host: "loop.ville.test", Aliases: []string{"loop.ville.test"}},
		{Host: "missing.ville.test", Failed: audit.NoSuchName},
		{Host: "www.ville.test"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v, want\n%+v", got, want)
	}
}

// A host that could not be looked up has a reason, whatever went wrong.
func TestAFailedLookupHasItsReason(t *testing.T) { // C-25
	t.Parallel()
	const target = "https://data.ville.test/"
	silent := audittest.Zone{"data.ville.test": audittest.Silent}.Resolver(t)
	soon, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	for name, test := range map[string]struct {
		got  []audit.Lookup
		want string
	}{
		"no answer in time": {lookedUp(soon, Options{Resolver: silent}, []string{target}), audit.Slow},
		"no network":        {lookedUp(t.Context(), Options{Resolver: audittest.NoNetwork()}, []string{target}), audit.NoAnswer},
	} {
		if len(test.got) != 1 || test.got[0].Failed != test.want {
			t.Errorf("%s: %+v", name, test.got)
		}
	}
	var many []string
	for i := range maxLookups {
		many = append(many, fmt.Sprintf("h%d.ville.test", i))
	}
	got := lookedUp(t.Context(), Options{Resolver: audittest.NoNetwork()}, []string{target}, many...)
	if len(got) != maxLookups+1 || got[maxLookups-1].Failed != audit.NoAnswer || got[maxLookups].Failed != audit.TooMany {
		t.Errorf("%d lookups, the last is %+v", len(got), got[len(got)-1])
	}
}

func TestAnAuditOfAnAddressLooksNothingUp(t *testing.T) {
	t.Parallel()
	for _, target := range []string{"http://127.0.0.1:8080/", "http://[::1]:8080/", "http://localhost:8080/"} {
		if got := lookedUp(t.Context(), Options{Resolver: audittest.NoNetwork()}, []string{target}, "127.0.0.1", "localhost"); len(got) > 0 {
			t.Errorf("%s: %+v", target, got)
		}
	}
}
