package theme

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"io/fs"
	"path"

	"charte/internal/message"
)

// MaxLogo limits a logo, in bytes: a page about cookies should not be heavier than
// the portal's pages.
const MaxLogo = 64 << 10

// Logo is the operator's logo as it is served.
type Logo struct {
	Name    string // logo.svg or logo.png
	Type    string // the content type
	Content []byte
}

// ReadLogo reads logo.svg or logo.png from the root of folder. It returns nil without
// an error if there is neither. An error names the file, under dir, and the fix.
//
// An SVG may contain anything: browsers neither run scripts nor load files of an SVG
// shown as an image, and opened by itself it is subject to the service's
// Content-Security-Policy.
func ReadLogo(folder fs.FS, dir string) (*Logo, error) {
	var found []*Logo
	for name, contentType := range map[string]string{"logo.svg": "image/svg+xml", "logo.png": "image/png"} {
		content, err := fs.ReadFile(folder, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, message.Fault{File: path.Join(dir, name), Problem: message.Of("cannot be read (%v)", err), Fix: message.Of("make it a file that the service can read")}
		}
		found = append(found, &Logo{name, contentType, content})
	}
	switch len(found) {
	case 0:
		return nil, nil
	case 1:
		return found[0], found[0].check(path.Join(dir, found[0].Name))
	}
	return nil, message.Fault{File: path.Join(dir, "logo.svg"), Problem: message.Of("cannot be used: logo.png exists too"), Fix: message.Of("delete one of the two")}
}

// check validates the content against the type that the name promises.
func (l *Logo) check(name string) error {
	if n := len(l.Content); n > MaxLogo {
		return message.Fault{File: name, Problem: message.Of("is %d bytes, more than %d", n, MaxLogo), Fix: message.Of("export it smaller: it is shown 56 pixels high")}
	}
	if l.Type == "image/png" {
		if _, err := png.DecodeConfig(bytes.NewReader(l.Content)); err != nil {
			return message.Fault{File: name, Problem: message.Of("is not a PNG image (%v)", err), Fix: message.Of("export it as PNG")}
		}
		return nil
	}
	if err := isSVG(l.Content); err != nil {
		return message.Fault{File: name, Problem: message.Of("is not an SVG image (%v)", err), Fix: message.Of("export it as SVG")}
	}
	return nil
}

// isSVG parses the whole file: browsers display no SVG that is not well-formed or
// lacks the namespace.
func isSVG(content []byte) error {
	d := xml.NewDecoder(bytes.NewReader(content))
	var root *xml.StartElement
	for {
		token, err := d.Token()
		if root != nil && errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if start, ok := token.(xml.StartElement); ok && root == nil {
			root = &start
			if start.Name != (xml.Name{Space: "http://www.w3.org/2000/svg", Local: "svg"}) {
				return message.Errorf("its first element is %q in the namespace %q", start.Name.Local, start.Name.Space)
			}
		}
	}
}
