// Package static holds the style sheets and icons. It imports the standard
// library only.
package static

import "embed"

// Files are what is served under /static/{hash}/, and the banner's own sheet,
// which stands in its page.
//
//go:embed *.css *.svg
var Files embed.FS
