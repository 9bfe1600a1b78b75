package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"charte/internal/consent"
)

// P-01: a receipt lists the purposes and answers of its record, even if today's charter
// has others.
func TestReceiptListsThePurposesOfItsRecord(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	id := strings.Repeat("0", 26)
	then := consent.Entry{
		Time: now.AddDate(0, -1, 0), Decision: consent.Custom, Choice: consent.Choice{"audience": true, "video": false, "older": true, "oldest": false},
		Scope: strings.Repeat("a", 64), Text: strings.Repeat("b", 64), Language: "fr", Receipt: id,
	}
	part := then // the rest after a partial withdrawal, without a text
	part.Choice, part.Text, part.Ends = consent.Choice{"older": true}, "", id
	for _, e := range []consent.Entry{then, part} {
		if _, err := s.registry.Append(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	body := s.get("/fr/receipt", "Cookie", "__Host-charte-receipt="+id).Body.String()
	for _, want := range []string{
		"<dt>Accepté</dt><dd>«\u00a0Mesurer la fréquentation\u00a0» et «\u00a0older\u00a0»</dd><dt>Refusé</dt><dd>«\u00a0Regarder les vidéos\u00a0» et «\u00a0oldest\u00a0»</dd>",
		"<dt>Accepté</dt><dd>«\u00a0older\u00a0»</dd></dl>", // no refusal, and no text where none was cited
		"<details><summary>Référence technique du texte que vous avez lu</summary><p><code class=\"hash\">" + then.Text,
		"sans que personne sache qui vous êtes. L’enregistrement prouve votre accord\u00a0: il n’est pas effacé", // GDPR art. 17(3)
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the receipt lacks %q:\n%s", want, body)
		}
	}
	if strings.Contains(body, "campagnes</dd>") || strings.Contains(body, "nos campagnes et") {
		t.Errorf("a purpose that was not asked about is listed as refused:\n%s", body)
	}
}

// A registry that does not respond blocks neither the visitor nor the connection.
func TestReceiptPageTimesOut(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	s.registry.receiptHangs = true
	if w := s.get("/fr/receipt", "Cookie", "__Host-charte-receipt="+strings.Repeat("0", 26)); w.Code != http.StatusServiceUnavailable {
		t.Errorf("%d", w.Code)
	}
}

// A record that was changed is not shown as the visitor's choice.
func TestReceiptPageFailsIfARecordWasChanged(t *testing.T) {
	t.Parallel()
	id := strings.Repeat("0", 26)
	for name, change := range map[string]func(*consent.Record){
		"the choice": func(r *consent.Record) { r.Choice = consent.Choice{"audience": true, "video": true} },
		"the day":    func(r *consent.Record) { r.Time = r.Time.AddDate(0, -1, 0) },
		"the text":   func(r *consent.Record) { r.Text = strings.Repeat("a", 64) },
	} {
		s := newService(t, demo)
		e := consent.Entry{Time: now, Decision: consent.Custom, Choice: consent.Choice{"audience": true, "video": false},
			Scope: strings.Repeat("a", 64), Text: strings.Repeat("b", 64), Language: "fr", Receipt: id}
		if _, err := s.registry.Append(t.Context(), e); err != nil {
			t.Fatal(err)
		}
		s.registry.change = change
		for _, accept := range []string{"text/html", "application/json"} {
			if w := s.get("/fr/receipt", "Cookie", "__Host-charte-receipt="+id, "Accept", accept); w.Code != http.StatusInternalServerError {
				t.Errorf("%s as %s: %d", name, accept, w.Code)
			}
		}
	}
}
