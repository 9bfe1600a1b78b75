package check

// PersonItem is a requirement of the law or the platform that only a person can
// check.
type PersonItem struct {
	ID string `json:"id"`
	// What is the point to check.
	What   string `json:"what"`
	Source string `json:"source"`
}

// Person returns the points that a person must check.
func Person() []PersonItem {
	return []PersonItem{
		{"before-a-choice", "With a new browser profile, the portal sets no cookie and contacts no analytics host before a choice, after a refusal or after a withdrawal. Until this is verified, enable no tracker of the platform.", "C-01; C-16"},
		{"every-cookie", "Every cookie that browsers show on the portal is in the charter, and vice versa.", "H-02"},
		{"other-banner", "The platform's own banner is disabled, and it has left no host-only cookie cookies_preferences.", "C-18; B-08"},
		{"footer-link", "The footer of every page of the portal links to this service.", "C-15"},
		{"host-record", "The service has its own host name, different from the portal's, with an A or AAAA record and no CNAME to another domain; otherwise browsers shorten the lifetime of its cookies.", "B-02; C-25"},
		{"other-charter", "No other charter under the same domain writes a cookie of the same name; to compare with one, give its address to --against.", "C-26"},
		{"partners", "Partners that received data based on a consent are informed when it is withdrawn.", "C-17"},
		{"exempt-audience", "A measuring tool declared exempt meets the authority's conditions, by its self-assessment, and the charter offers a way to object.", "H-04; H-05"},
		{"exempt-need", "Each exempt tracker is necessary for a service that the visitor asked for, and has no other use.", "LD §47-49"},
		{"plain-words", "A reader who does not know the service understands the banner at first reading.", "C-11; GDPR art. 12(1)"},
		{"translations", "The translations have the same meaning as the original, not only the same rows.", "H-09"},
		{"heights", "Heights written by hand, without charte embed --measure, fit the banner at all widths.", "A-16"},
		{"accessibility", "The accessibility mention is based on an audit less than three years old, and the statement gives a contact.", "A-21; A-22"},
		{"contracts", "Contracts with the platform, the host and the providers define who is controller and who is processor.", "C-27"},
		{"archives", "The retention of the record is agreed with the public archives.", "P-13"},
	}
}
