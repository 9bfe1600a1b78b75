package views

import "github.com/a-h/templ"

// ProofPage asks for a day and for the number of a receipt, and shows what the registry
// holds about one of them.
type ProofPage struct {
	OperatorPage
	Day     DayForm
	Receipt ReceiptForm
}

// DayForm asks for a day and shows which texts were in force on it.
type DayForm struct {
	Action templ.SafeURL
	// Typed is the text in the field. First and Last, as 2027-03-12, bound the day.
	Typed, First, Last string
	Problem            Problem
	// Lead names the day. Languages is empty if no day was given.
	Lead      string
	Languages []LanguageTexts
}

// LanguageTexts are the texts of one language that were in force on a day.
type LanguageTexts struct {
	Name string
	Rows []TextRow
}

// TextRow is a text that was in force for a period.
type TextRow struct {
	Surface, Period, Version string
	Address                  templ.SafeURL
}

// ReceiptForm asks for the number of a receipt and shows its records.
type ReceiptForm struct {
	Action  templ.SafeURL
	Typed   string
	Problem Problem
	// Records is empty if no receipt was found. Verified describes how they were
	// verified.
	ID, Verified string
	Records      []ReceiptRecord
	Letters      []Letters
}

// Letters are the buttons for the letters in a language.
type Letters struct {
	Code            string
	Address         templ.SafeURL
	Access, Erasure string // labels of the answers to a request for access and for erasure
}

// Problem is the reason why nothing is shown, in the language Lang. Text is empty
// without one.
type Problem struct{ Text, Lang string }

// ReceiptRecord is a record with its facts. Text is the address of the page that was
// shown; empty if the record cites none.
type ReceiptRecord struct {
	Title string
	Facts []OperatorFact
	Text  templ.SafeURL
}

// LetterPage is a letter to the holder of a receipt, to be printed.
type LetterPage struct {
	OperatorPage
	Date, ID, Service string
	Records           []ReceiptRecord
	// Erasure is set for the answer to a request for erasure. Kept describes how long
	// the records are retained.
	Erasure bool
	Kept    string
	// Contact is the address to write to about personal data; empty: the charter names
	// none.
	Contact, Verified string
	Back              templ.SafeURL
}
