package pages

import (
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/js"

	"charte/static"
)

// minified returns the named built-in files, followed by more, minified. It runs at
// the start, because the theme is known only then.
func minified(mediaType string, more []byte, names ...string) ([]byte, error) {
	var all []byte
	for _, name := range names {
		content, err := fs.ReadFile(static.Files, name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		all = append(all, content...)
	}
	m := minify.New()
	m.AddFunc(typeCSS, css.Minify)
	m.AddFunc(typeScript, js.Minify)
	short, err := m.Bytes(mediaType, append(all, more...))
	if err != nil {
		return nil, fmt.Errorf("minify %s: %w", strings.Join(names, ", "), err)
	}
	return short, nil
}

const (
	typeCSS    = "text/css"
	typeScript = "text/javascript"
)

// Script returns /embed.js, the script of kit 2, as it is served. It is the same
// for every content.
var Script = sync.OnceValues(func() ([]byte, error) { return minified(typeScript, nil, "embed.js") })
