package charter_test

import (
	"testing"
)

func TestFaultsInTablesAreReported(t *testing.T) {
	t.Parallel()
	for _, c := range []brokenCase{
		{"a table without its second line", "| Nom du cookie | Prestataire |\n|---|---|\n| _pk_id.* | Matomo |", "| Nom du cookie | Prestataire |\n| _pk_id.* | Matomo |",
			`charter.md:12: the purpose "statistics" lists the platform key "matomo", but declares no tracker of that tool — declare the tool's cookies in the purpose's table, or delete the key` + "\n" +
				`charter.md:25: the purpose "statistics" declares no tracker — add its table, or write none_today: true on line 12 if nothing is set today` + "\n" +
				`charter.md:29: looks like a table row, but the table has no |---| line under its header — add a line such as |---|---| under the header; write \| for a bar that is only text`},
		{"a table whose header has cells too many", "| Nom du cookie | Prestataire |\n|---|---|\n| _pk_id", "| Nom du cookie | Prestataire | Durée |\n|---|---|\n| _pk_id",
			`charter.md:12: the purpose "statistics" lists the platform key "matomo", but declares no tracker of that tool — declare the tool's cookies in the purpose's table, or delete the key` + "\n" +
				`charter.md:25: the purpose "statistics" declares no tracker — add its table, or write none_today: true on line 12 if nothing is set today` + "\n" +
				"charter.md:29: looks like a table row, but cells in its header: 3, in the |---| line: 2 — give both lines the same number of cells"},
		{"a table whose header has cells too few", "|---|---|\n| _pk_id.*", "|---|---|---|\n| _pk_id.*",
			"charter.md:29: cells in the header: 2, in the |---| line under it: 3 — give both lines the same number of cells" + "\n" +
				"charter.md:31: cells in this row: 2, in the header: 3 — leave a cell empty rather than out: | |"},
		{"a row behind a blank line", "| _pk_id.* | Matomo |", "| _pk_id.* | Matomo |\n\n| _pk_ses.* | Matomo |",
			"charter.md:33: looks like a table row, but a blank line separates it from the table above — delete the blank line"},
		{"rows whose cells are separated by tabs", "Voir des vidéos.", "Voir des vidéos.\n\nPrestataire\tService\tNom\nMatomo\tTout\t_pk_id",
			"charter.md:37: looks like a table row, but its cells are separated by tabs — write | between the cells, and a |---| line under the header"},
		{"a header that is missing", "Voir des vidéos.", "Voir des vidéos.\n\n|---|---|\n| _pk_id | Matomo |",
			"charter.md:37: looks like a table row, but there is no header above it — put the header line directly above the |---| line"},
		{"a row with a cell too many", "| _pk_id.* | Matomo |", "| _pk_id.* | Matomo | 13 mois |",
			`charter.md:31: cells in this row: 3, in the header: 2 — write \| for a bar that is only text, or add the column to the header`},
		{"a row with a cell too few", "| _pk_id.* | Matomo |", "| _pk_id.* | Matomo |\n| _pk_ses.* |",
			"charter.md:32: cells in this row: 1, in the header: 2 — leave a cell empty rather than out: | |"},
		{"text right under a table", "| _pk_id.* | Matomo |", "| _pk_id.* | Matomo |\nVoilà.",
			"charter.md:32: text directly under a table is read as one of its rows — put a blank line above it"},
		{"a tracker that stands twice in a purpose", "| _pk_id.* | Matomo |", "| _pk_id.* | Matomo |\n| `_pk_id.*` | Piano |",
			`charter.md:32: the tracker "_pk_id.*" is already declared on line 31 — delete one`},
		{"a pattern that names every cookie", "| _pk_id.* | Matomo |", "| _pk_id.*; * | Matomo |",
			`charter.md:31: the pattern "*" matches every cookie — write the fixed part of the name, such as _ga_*`},
		{"two columns of names", "| Nom du cookie | Prestataire |\n|---|---|\n| _pk_id.* | Matomo |", "| Nom du cookie | Cookie |\n|---|---|\n| _pk_id.* | _pk_ses.* |",
			`charter.md:29: the columns "Nom du cookie" and "Cookie" have the same meaning — merge them, or rename one`},
		{"a tracker table outside a purpose", "# Charte\n", "# Charte\n\n| Nom du cookie | Durée |\n|---|---|\n| a | 1 jour |\n",
			"charter.md:19: a table of cookies is outside the sections of purposes, so visitors are not asked about them — move it under the heading of a purpose, such as #### … {#statistics}"},
		{"a tracker table without names", "Voir des vidéos.", "Voir des vidéos.\n\n| Prestataire | Durée |\n|---|---|\n| Toutube | 1 jour |",
			`charter.md:37: the table has no column of cookie names, so it declares no tracker — name the column "Nom du cookie" or "Cookie name"`},
		{"a table in HTML", "Voir des vidéos.", "Voir des vidéos.\n\n<table>\n<tr><td>_ga</td></tr>\n</table>",
			"charter.md:37: a table written in HTML is not read — write it as a Markdown table, with a |---| line under its header"},
		{"two tables without a blank line between them", "| _pk_id.* | Matomo |", "| _pk_id.* | Matomo |\n| Nom du cookie | Prestataire |\n|---|---|\n| _ga | Google |",
			"charter.md:33: the table has a second |---| line — put a blank line between two tables"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.faults(t)
		})
	}
}

func TestOddTablesAreWarnings(t *testing.T) {
	t.Parallel()
	for _, c := range []brokenCase{
		{"a row without a name", "| _pk_id.* | Matomo |", "| _pk_id.* | Matomo |\n| | Piano |",
			"charter.md:32: the row names no cookie, so it declares no tracker — write its name, or a pattern such as _ga_*"},
		{"a name that no cookie can have", "| _pk_id.* | Matomo |", "| _pk_id.<site> | Matomo |\n| cookies de session; _pk_id.* et _pk_ses.* | Matomo |",
			`charter.md:31: no cookie can have the name "_pk_id.<site>" — write _pk_id.* if a part of the name varies, or the name alone` + "\n" +
				`charter.md:32: no cookie can have the name "cookies de session" — separate names by ; or <br>, and write * for a part that varies`},
		{"a column without a header", "| Nom du cookie | Prestataire |\n|---|---|\n| _pk_id.* | Matomo |", "| Nom du cookie | |\n|---|---|\n| _pk_id.* | Matomo |",
			"charter.md:29: column 2 of the table has no header — name what it contains"},
		{"a table under a purpose that declares nothing", "Voir des vidéos.", "Voir des vidéos.\n\n| Taille | Format |\n|---|---|\n| 1 | 2 |",
			`charter.md:37: the table with the columns Taille, Format is shown, but declares no tracker — if it should, name its columns ("Nom du cookie", "Prestataire", "Finalité", "Durée")`},
		{"a row too short in a table that is no tracker table", "# Charte\n", "# Charte\n\n| Taille | Format |\n|---|---|\n| 1 |\n",
			"charter.md:21: cells in this row: 1, in the header: 2 — leave a cell empty rather than out: | |"},
		{"a tracker that stands under two purposes", "| _pk_id.* | Matomo |", "| _pk_id.*, sessionid | Matomo |",
			`charter.md:31: the tracker "sessionid" is also declared under the purpose "necessary" — a tracker should serve one purpose`},
		{"a table that four spaces turned into code", "# Charte\n", "# Charte\n\n    | a | b |\n    |---|---|\n",
			"charter.md:19: looks like a table, but four spaces of indentation make it a code block: it declares nothing — remove the spaces, or put it between ``` lines if it is an example"},
		{"a name with two stars", "| _pk_id.* | Matomo |", "| _pk_id.* | Matomo |\n| _x**y | Matomo |",
			`charter.md:32: the stars in "_x**y" are read as a pattern, not as bold text — write the name without them`},
		{"a name in italics", "| _pk_id.* | Matomo |", "| _pk_id.* | Matomo |\n| *_gax* | Matomo |",
			`charter.md:32: the stars around "*_gax*" are read as a pattern, not as italics — write the name without them`},
		{"a header that is not known", "| Nom du cookie | Prestataire |\n|---|---|\n| _pk_id.* | Matomo |", "| Nom du cookie | Zone de jeu |\n|---|---|\n| _pk_id.* | Matomo |",
			`charter.md:29: the column "Zone de jeu" is not known: it is shown, but not read — use one of the known headers if it is a fact: Cookie, Traceur, Nom, Intitulé, Prestataire, Fournisseur, Éditeur, Émetteur, Service, Emplacement, Domaine, Outil, Finalité, Rôle, Objectif, Utilité, Durée, Expiration, Expire, Validité, Type, Nature, Technologie, Technique utilisée`},
		{"a header with two facts", "| Nom du cookie | Prestataire |\n|---|---|\n| _pk_id.* | Matomo |", "| Nom du cookie | Finalité et durée |\n|---|---|\n| _pk_id.* | Compter, 13 mois |",
			`charter.md:29: the column "Finalité et durée" has two facts, and only the first is read — make two columns of it`},
		{"patterns of two purposes that overlap", "| sessionid | Portail |", "| sessionid | Portail |\n| *_id.1 | Portail |",
			`charter.md:32: one cookie can match both "_pk_id.*" and "*_id.1", which line 24 declares under the purpose "necessary" — write narrower patterns, so that each cookie serves one purpose`},
		{"cookies of an exempt purpose in a list", "| Nom du cookie | Prestataire |\n|---|---|\n| sessionid | Portail |", "- `sessionid` : votre session ;\n- csrf_token : la sécurité.",
			`charter.md:19: the exempt purpose "necessary" declares no tracker — add a table of its cookies; those in a sentence or a list are shown, but not declared` + "\n" +
				`charter.md:19: the text of the section names sessionid, csrf_token, but no table declares that — add each to the table of its purpose; a list or a sentence declares nothing`},
		{"a prefix before the first of two names", "| _pk_id.* | Matomo |", "| _pk_id.*; localStorage: a; b | Matomo |",
			`charter.md:31: a kind was written before another name of the cell, and does not apply to "b" — write the kind before each name, such as localStorage: b`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.warns(t)
		})
	}
}
