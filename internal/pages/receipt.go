package pages

import (
	"encoding/json"

	"github.com/a-h/templ"

	"charte/internal/consent"
	"charte/internal/dpv"
	"charte/views"
)

// Receipt returns the page of a receipt with its records, in order. An empty id
// gives the page that explains that this browser holds none.
func (p *Pages) Receipt(lang, id string, records []consent.Record) (*Page, error) {
	return p.render(views.Receipt(p.receiptView(lang, id, records)))
}

// ReceiptJSON returns the receipt in the vocabulary of ISO/IEC TS 27560.
func (p *Pages) ReceiptJSON(contentType, id string, records []consent.Record) (*Page, error) {
	body, err := json.MarshalIndent(dpv.NewReceipt(id, records, p.content.Charter.Controller.Name), "", "  ")
	if err != nil {
		return nil, err
	}
	return newDocument(contentType, append(body, '\n')), nil
}

func (p *Pages) receiptView(lang, id string, records []consent.Record) views.ReceiptPage {
	v := views.ReceiptPage{
		Page: p.view(lang, func(other string) templ.SafeURL { return p.address(other, "receipt") }),
		ID:   id, Charter: p.address(lang, ""), Contact: p.contact(),
	}
	for _, record := range records {
		granted, refused := p.recorded(lang, record.Choice)
		v.Rows = append(v.Rows, views.ReceiptRow{
			Date: p.words[lang].Date(record.Time), Decision: string(record.Decision),
			Granted: granted, Refused: refused, Text: record.Text, Ended: record.Ends == id && record.Receipt != id,
		})
	}
	return v
}

// contact returns the address to write to about personal data.
func (p *Pages) contact() string {
	c := p.content.Charter.Controller
	if c.DPO != "" {
		return c.DPO
	}
	return c.Contact
}

// recorded names the purposes that a record grants and refuses. One removed since is
// named by its id, because it has no title any more.
func (p *Pages) recorded(lang string, c consent.Choice) (granted, refused []string) {
	for _, id := range p.content.Charter.Order(c) {
		if c[id] {
			granted = append(granted, p.shortTitle(lang, id))
		} else {
			refused = append(refused, p.shortTitle(lang, id))
		}
	}
	return granted, refused
}
