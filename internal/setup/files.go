package setup

import (
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"charte/deploy"
	"charte/internal/message"
	"charte/internal/systemd"
	"charte/locales"
)

// File is a file to write. Path is relative to the working directory or absolute.
type File struct {
	Path, Text string
	Mode       fs.FileMode
	// Replaces is a text that the file may have already and that is then replaced: that of
	// the package.
	Replaces string
}

// Places are the files and folders to write. An empty name of a file leaves it out.
type Places struct {
	Content  string // folder
	Settings string
	Site     string
	Proxy    string // nginx, caddy or apache
	Town     string // the name of one town of several; empty for the only one
}

// Files returns everything that the answers determine, ready to write. operator is the
// language of the comments in the settings and in the proxy's site.
func (a *Answers) Files(at Places, builtIn fs.FS, operator message.Words) ([]File, error) {
	charters, err := a.charters(builtIn)
	if err != nil {
		return nil, err
	}
	var files []File
	for name, text := range charters {
		files = append(files, File{Path: filepath.Join(at.Content, name), Text: text, Mode: 0o644})
	}
	slices.SortFunc(files, func(x, y File) int { return strings.Compare(x.Path, y.Path) })
	for _, code := range a.Languages {
		text, err := texts(code)
		if err != nil {
			return nil, err
		}
		files = append(files, File{Path: filepath.Join(at.Content, "locales", "active."+code+".toml"), Text: text, Mode: 0o644})
	}
	if at.Settings != "" {
		text, err := a.settings(at, operator)
		if err != nil {
			return nil, err
		}
		files = append(files, File{Path: at.Settings, Text: text, Mode: 0o640, Replaces: deploy.Settings})
	}
	if at.Site != "" && !a.underPortal() { // otherwise the site is the portal's
		text, err := a.site(at, operator)
		if err != nil {
			return nil, err
		}
		files = append(files, File{Path: at.Site, Text: text, Mode: 0o644})
	}
	return files, nil
}

// adapt translates the comments of an example, before it is filled in, and adapts it to
// the town.
func (at Places) adapt(example string, operator message.Words) string {
	example = operator.Comments(example)
	if at.Town == "" {
		return example
	}
	return deploy.Town(at.Town, example)
}

// site returns the proxy's site.
func (a *Answers) site(at Places, operator message.Words) (string, error) {
	name := host(a.Service)
	if a.Service != "https://"+name {
		return "", message.Errorf("--service %s: the proxy's site answers https on port 443 only; leave the port out, or write the site yourself (--proxy none)", a.Service)
	}
	example := map[string]string{"nginx": deploy.Nginx, "caddy": deploy.Caddy, "apache": deploy.Apache}[at.Proxy]
	return strings.ReplaceAll(at.adapt(example, operator), deploy.ExampleHost, name), nil
}

// settings returns the file of settings with the addresses filled in.
func (a *Answers) settings(at Places, operator message.Words) (string, error) {
	folder, err := filepath.Abs(at.Content)
	if err != nil {
		return "", err
	}
	text := at.adapt(deploy.Settings, operator)
	values := map[string]string{"BASE_URL": a.Service, "PORTAL": a.Portal, "COOKIE_DOMAIN": a.CookieDomain, "CONTENT": folder}
	if a.CookieDomain == "" {
		delete(values, "COOKIE_DOMAIN") // its line is a comment
	}
	for name, value := range values {
		line := regexp.MustCompile(`(?m)^#?CHARTE_` + name + `=.*$`)
		text = line.ReplaceAllLiteralString(text, "CHARTE_"+name+"="+value)
	}
	if !utf8.ValidString(folder) {
		return "", errNotRead(folder)
	}
	read, err := systemd.ParseEnvironment([]byte(text))
	if err != nil {
		return "", err
	}
	for name, value := range values { // a backslash in a folder's name would be lost
		if !slices.ContainsFunc(read.Variables, func(v systemd.Variable) bool { return v.Name == "CHARTE_"+name && v.Value == value }) {
			return "", errNotRead(value)
		}
	}
	return text, nil
}

func errNotRead(value string) error {
	return message.Errorf("systemd cannot read %q from its file of settings; choose another name", value)
}

// texts returns the built-in texts of a language with each line disabled.
func texts(code string) (string, error) {
	builtIn, err := locales.Files.ReadFile("active." + code + ".toml")
	if err != nil {
		return "", err
	}
	w := loaded()[code]
	var b strings.Builder
	for line := range strings.SplitSeq(strings.ReplaceAll(w.Texts, "\n\n", "\n"), "\n") {
		b.WriteString("# " + line + "\n")
	}
	b.WriteByte('\n')
	for line := range strings.Lines(string(builtIn)) {
		switch comment, isComment := strings.CutPrefix(line, "# "); {
		case isComment:
			b.WriteString("## " + w.place(strings.TrimSpace(comment)) + "\n")
		case strings.TrimSpace(line) == "":
			b.WriteString(line)
		default:
			b.WriteString("#" + line)
		}
	}
	return b.String(), nil
}

// place translates the comment over a group of texts, which names where they are shown.
func (w *words) place(comment string) string {
	for start, translated := range w.Places {
		if strings.HasPrefix(comment, start) {
			return translated
		}
	}
	return comment
}
