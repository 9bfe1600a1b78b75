package dpv

import (
	"maps"
	"slices"
	"time"

	"charte/internal/consent"
)

// The profiles that the documents conform to.
const (
	recordProfile  = "https://w3id.org/dpv/schema/dpv-27560#record"
	receiptProfile = "https://w3id.org/dpv/schema/dpv-27560#receipt"
)

// Context maps the prefixes to the vocabularies, and declares which properties have
// terms or addresses as values; without it they would be plain strings.
type Context struct {
	DPV        string `json:"dpv"`
	GDPR       string `json:"eu-gdpr"`
	DCT        string `json:"dct"`
	Status     named  `json:"dpv:hasConsentStatus"`
	LegalBasis named  `json:"dpv:hasLegalBasis"`
	By         named  `json:"dpv:isIndicatedBy"`
	ConformsTo named  `json:"dct:conformsTo"`
	Part       named  `json:"dct:isPartOf"`
	Replaces   named  `json:"dct:replaces"`
	Source     named  `json:"dct:source"`
}

// named declares a property whose values are terms.
type named struct {
	Type string `json:"@type"`
}

func vocabularies() *Context {
	name := named{"@id"}
	return &Context{
		DPV: "https://w3id.org/dpv#", GDPR: "https://w3id.org/dpv/legal/eu/gdpr#", DCT: "http://purl.org/dc/terms/",
		Status: name, LegalBasis: name, By: name, ConformsTo: name, Part: name, Replaces: name, Source: name,
	}
}

// Record is a dpv:ConsentRecord.
type Record struct {
	Context    *Context  `json:"@context,omitempty"`
	ID         string    `json:"@id"`
	Type       string    `json:"@type"`
	Identifier string    `json:"dct:identifier"`
	ConformsTo string    `json:"dct:conformsTo"`
	Controller string    `json:"dpv:hasDataController,omitempty"`
	LegalBasis string    `json:"dpv:hasLegalBasis,omitempty"`
	Processes  []Process `json:"dpv:hasProcess"`
	Notice     *Notice   `json:"dpv:hasNotice,omitempty"`
	Time       string    `json:"dpv:isIndicatedAtTime"`
	By         string    `json:"dpv:isIndicatedBy"`
	Method     string    `json:"dpv:hasIndicationMethod"`
	Scope      string    `json:"dct:coverage"`
	Source     string    `json:"dct:source,omitempty"`
	Part       string    `json:"dct:isPartOf,omitempty"`
	Replaces   string    `json:"dct:replaces,omitempty"`
}

// Process is one purpose with the decision about it.
type Process struct {
	Type    string `json:"@type"`
	Purpose string `json:"dpv:hasPurpose"`
	Status  string `json:"dpv:hasConsentStatus,omitempty"`
}

// Notice identifies the text that was shown by its version.
type Notice struct {
	Type       string `json:"@type"`
	Identifier string `json:"dct:identifier"`
	Language   string `json:"dct:language"`
}

// NewRecord converts a record. controller is the name of the controller, empty if
// unknown.
func NewRecord(r consent.Record, controller string) Record {
	out := Record{
		Context: vocabularies(), ID: "urn:charte:record:" + r.Hash, Type: "dpv:ConsentRecord",
		Identifier: r.Hash, ConformsTo: recordProfile, Controller: controller, LegalBasis: legalBasis(r),
		Processes: []Process{}, Time: r.Time.UTC().Format(time.RFC3339), By: "dpv:DataSubject",
		Method: string(r.Decision), Scope: r.Scope, Source: r.Portal,
		Part: receipt(r.Receipt), Replaces: receipt(r.Ends),
	}
	for _, id := range slices.Sorted(maps.Keys(r.Choice)) {
		out.Processes = append(out.Processes, Process{Type: "dpv:Process", Purpose: id, Status: status(r, id)})
	}
	if r.Text != "" {
		out.Notice = &Notice{Type: "dpv:ConsentNotice", Identifier: r.Text, Language: r.Language}
	}
	return out
}

// legalBasis returns consent for every record that asked for it.
func legalBasis(r consent.Record) string {
	if r.Decision == consent.Seen {
		return ""
	}
	return "eu-gdpr:A6-1-a"
}

// status returns the state of a purpose's consent, empty if nothing was asked: that
// is neither a consent nor a refusal.
func status(r consent.Record, purpose string) string {
	switch {
	case r.Decision == consent.Seen:
		return ""
	case r.Choice[purpose]:
		return "dpv:ConsentGiven"
	case r.Ends != "" && !r.Choice.Grants():
		return "dpv:ConsentWithdrawn"
	}
	return "dpv:ConsentRefused"
}

func receipt(id string) string {
	if id == "" {
		return ""
	}
	return "urn:charte:receipt:" + id
}

// Receipt is a dpv:ConsentReceipt: the records of one receipt.
type Receipt struct {
	Context    *Context `json:"@context"`
	ID         string   `json:"@id,omitempty"`
	Type       string   `json:"@type"`
	Identifier string   `json:"dct:identifier"`
	ConformsTo string   `json:"dct:conformsTo"`
	Publisher  string   `json:"dct:publisher,omitempty"`
	Records    []Record `json:"dpv:hasRecordOfActivity"`
}

// NewReceipt converts a receipt with its records; id is empty if there is no receipt.
func NewReceipt(id string, records []consent.Record, controller string) Receipt {
	out := Receipt{
		Context: vocabularies(), ID: receipt(id), Type: "dpv:ConsentReceipt", Identifier: id,
		ConformsTo: receiptProfile, Publisher: controller, Records: []Record{},
	}
	for _, r := range records {
		record := NewRecord(r, controller)
		record.Context = nil // the receipt's context covers its records
		out.Records = append(out.Records, record)
	}
	return out
}
