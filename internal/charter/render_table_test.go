package charter_test

import (
	"strings"
	"testing"
)

// caption, scopes and written-out roles, in a named container that the
// keyboard reaches.
func TestATrackerTableComesOutWithCaptionScopesAndRoles(t *testing.T) {
	t.Parallel()
	table := "| Nom du cookie | Prestataire \"&\" |\n|---|:-:|\n| `_pk_id.*`; <b>_pk_ses.*</b> | **Matomo** & moi |\n| | Piano |"
	loaded, err := load(edit(t, small, smallHeader, table), "")
	if err != nil {
		t.Fatal(err)
	}
	want := `<p>Compter les visites.</p>
<div class="table" role="region" tabindex="0" aria-labelledby="table-2">
<table class="trackers">
<caption id="table-2" class="visually-hidden">Mesure</caption>
<thead>
<tr>
<th scope="col">Nom du cookie</th>
<th scope="col">Prestataire &quot;&amp;&quot;</th>
</tr>
</thead>
<tbody>
<tr>
<th scope="row"><code>_pk_id.*</code><br>
<code>_pk_ses.*</code></th>
<td><strong>Matomo</strong> &amp; moi</td>
</tr>
<tr>
<td data-label="Nom du cookie"></td>
<td>Piano</td>
</tr>
</tbody>
</table>
</div>`
	if got := loaded.In("fr").Sections[1].HTML; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A narrow column must not break the line between "13" and "mois". The value that
// checks compare does not change.
func TestNumbersAreNotSeparatedFromTheirUnits(t *testing.T) {
	t.Parallel()
	table := "| Nom du cookie | Durée |\n|---|---|\n| `_pk_id.*` | 13 mois, soit 396 jours au plus |"
	loaded, err := load(edit(t, small, smallHeader, table), "")
	if err != nil {
		t.Fatal(err)
	}
	fr := loaded.In("fr")
	if shown := fr.Sections[1].HTML; !strings.Contains(shown, ">13\u00a0mois, soit 396\u00a0jours au plus<") {
		t.Error(shown)
	}
	if read := fr.Purposes[1].Trackers[0].Duration; read != "13 mois, soit 396 jours au plus" {
		t.Errorf("read as %q", read)
	}
}

func TestTableCaptionsAreUnique(t *testing.T) {
	t.Parallel()
	plain := "\n\n| Taille | Format |\n|---|---|\n| 1 | 2 |"
	text := edit(t, small, "# Charte\n", "# Charte"+plain+plain+"\n")
	loaded, err := load(text, "")
	if err != nil {
		t.Fatal(err)
	}
	page := html(loaded.In("fr"))
	for _, caption := range []string{">Charte</caption>", ">Charte (2)</caption>", ">Nécessaires</caption>", ">Mesure</caption>"} {
		if strings.Count(page, caption) != 1 {
			t.Errorf("%s stands %d times", caption, strings.Count(page, caption))
		}
	}
}
