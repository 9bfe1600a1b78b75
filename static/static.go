// Package static embeds the style sheets, the icon and the script of kit 2. It
// imports the standard library only.
package static

import "embed"

// Files are the style sheets, which are served or put into the frames, the icon,
// and embed.js, the script of kit 2.
//
//go:embed *.css *.svg embed.js
var Files embed.FS
