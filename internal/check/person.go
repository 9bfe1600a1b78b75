package check

// PersonItem is something that the law or the platform asks for and that no
// program can see from here.
type PersonItem struct {
	ID string `json:"id"`
	// What is to be looked at.
	What   string `json:"what"`
	Source string `json:"source"`
}

// Person lists what is to be checked by a person.
func Person() []PersonItem {
	return []PersonItem{
		{"before-a-choice", "With a new browser profile, the portal sets no cookie and asks no measuring host before a choice, after a refusal or after a withdrawal. Until this was seen, switch no tracker of the platform on.", "C-01; C-16"},
		{"every-cookie", "Every cookie that browsers show on the portal is in the charter, and the other way round.", "H-02"},
		{"other-banner", "The platform's own banner is switched off, and no host-only cookies_preferences of its own is left.", "C-18; B-08"},
		{"footer-link", "The footer of every page of the portal links to this service.", "C-15"},
		{"host-record", "The service's host name has an A or AAAA record of its own, no CNAME to another domain, and is not the portal's: browsers shorten cookies otherwise.", "B-02; C-25"},
		{"other-charter", "No second charter under the same domain writes a cookie of the same name; --against and its address compares with one.", "C-26"},
		{"partners", "Whoever received data under a consent is told when it is withdrawn.", "C-17"},
		{"exempt-audience", "A measuring tool declared exempt meets the authority's conditions, by its self-assessment, and the charter offers a way to object.", "H-04; H-05"},
		{"exempt-need", "Each exempt tracker is needed for what the visitor asked for, and serves nothing else.", "LD §47-49"},
		{"plain-words", "Somebody from outside understands the banner at first reading.", "C-11; GDPR art. 12(1)"},
		{"translations", "The languages say the same, not only the same rows.", "H-09"},
		{"heights", "Heights that were written by hand, and not by charte embed --measure, fit the banner at all widths.", "A-16"},
		{"accessibility", "The mention of accessibility rests on an audit of the last three years, and the statement names its contact.", "A-21; A-22"},
		{"contracts", "Contracts with the platform, the host and the providers settle who is controller and processor.", "C-27"},
		{"archives", "The retention of the record is agreed with the public archives.", "P-13"},
	}
}
