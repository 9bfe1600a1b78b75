package views

import (
	"strings"
	"unicode/utf8"
)

const (
	// maxTitle is the length of a <title>, in characters, that search engines and
	// tabs still show.
	maxTitle = 70
	// unprefixed is what remains beside the longest prefix of a notice. A title does not
	// depend on its prefix, because the text version covers it.
	unprefixed = maxTitle - 25
)

// documentTitle returns a <title> of the parts, the most specific first. It leaves out
// parts that the title already contains, or that would make it longer than room.
func documentTitle(room int, parts ...string) string {
	title := parts[0]
	for _, part := range parts[1:] {
		longer := title + " – " + part
		if !strings.Contains(title, part) && utf8.RuneCountInString(longer) <= room {
			title = longer
		}
	}
	return title
}

// bannerTitle is the banner's heading and the title of its document.
func bannerTitle(p BannerPage) string {
	if p.Form.NoticeOnly {
		return p.Words.Say("frame_title")
	}
	return p.Words.Say("banner_title")
}
