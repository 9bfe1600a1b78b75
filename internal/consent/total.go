package consent

import "time"

// BannerShown and BannerShownAgain take the place of a decision in a [Total] that
// counts served banners: to visitors without a readable choice, and to visitors who
// chose before the scope grew. No record has them.
const (
	BannerShown      Decision = ""
	BannerShownAgain Decision = "again"
)

// Total counts equal decisions, served banners or objections of one UTC day. An
// objection's Choice has the purposes that the visitor objected to (false) or allowed
// again (true); no record has one. A total contains nothing about a visitor and outlives
// the records that it counts.
type Total struct {
	Day      time.Time
	Decision Decision
	Choice   Choice
	Language string
	// Text is the hash of the text that was shown; empty as in [Entry].
	Text  string
	Count int64
}

// IsObjection reports whether the total counts objections, or objections taken back.
func (t Total) IsObjection() bool { return t.Decision == Object || t.Decision == Allow }

// IsBanner reports whether the total counts banners and not decisions.
func (t Total) IsBanner() bool { return t.Decision == BannerShown || t.Decision == BannerShownAgain }
