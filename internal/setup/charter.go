package setup

import (
	"embed"
	"io/fs"
	"strings"
	"text/template"

	"charte/internal/charter"
	"charte/internal/message"
)

//go:embed front.*.yaml service.*.md
var templates embed.FS

// serviceID is the section of the built-in charter from which on it describes this
// service.
const serviceID = "{#service}"

// charters returns the charter in each language, by its file's name. builtIn holds the
// built-in charter, from which French and English take the text on the service.
func (a *Answers) charters(builtIn fs.FS) (map[string]string, error) {
	purposes, err := a.purposes()
	if err != nil {
		return nil, err
	}
	files := map[string]string{}
	for i, code := range a.Languages {
		w := loaded()[code]
		name, front := "charter."+code+".md", translatedFront(w, purposes)
		if i == 0 {
			name = charter.OriginalFile
			if front, err = a.front(w, purposes); err != nil {
				return nil, err
			}
		}
		service, err := a.service(builtIn, code)
		if err != nil {
			return nil, err
		}
		files[name] = front + a.body(w, purposes) + service
		if a.underPortal() { // browsers reject a __Host- cookie that has a path
			files[name] = strings.ReplaceAll(files[name], "__Host-charte-receipt", "__Secure-charte-receipt")
		}
	}
	return files, nil
}

// body returns the charter down to the text on the service.
func (a *Answers) body(w *words, purposes []purpose) string {
	var b strings.Builder
	b.WriteString("## " + w.Title + "\n\n" + fill(w.Intro, map[string]string{"Portal": "<" + a.Portal + ">"}) + "\n\n" +
		"### " + w.What + " {#what}\n\n" + w.Cookie + "\n\n### " + w.Use + " {#use}\n\n")
	for _, p := range purposes {
		b.WriteString(p.section(w, "####", a.Authority) + "\n")
	}
	return b.String()
}

// front returns the front matter of charter.md.
func (a *Answers) front(w *words, purposes []purpose) (string, error) {
	comments := w.code
	if comments != "fr" {
		comments = "en"
	}
	text, err := templates.ReadFile("front." + comments + ".yaml")
	if err != nil {
		return "", err
	}
	made, err := template.New("front").Funcs(template.FuncMap{"yaml": yaml}).Parse(string(text))
	if err != nil {
		return "", err
	}
	var b strings.Builder
	err = made.Execute(&b, map[string]any{"Answers": a, "Language": w.code, "Host": host(a.Portal), "Effective": a.Effective.Format("2006-01-02")})
	for _, p := range purposes {
		b.WriteString(p.entry(w, a.Authority))
	}
	return b.String() + "---\n\n", err
}

// translatedFront returns the front matter of a translation: the without: of each
// purpose. It is empty if no purpose has one.
func translatedFront(w *words, purposes []purpose) string {
	var b strings.Builder
	for _, p := range purposes {
		if without := w.Kinds[p.id].Without; without != "" {
			b.WriteString("  - id: " + p.id + "\n    without: " + without + "\n")
		}
	}
	if b.Len() == 0 {
		return ""
	}
	return "---\npurposes:\n" + b.String() + "---\n\n"
}

// service returns the sections that describe this service, in the authority's name.
func (a *Answers) service(builtIn fs.FS, code string) (string, error) {
	if text, err := templates.ReadFile("service." + code + ".md"); err == nil {
		return fill(string(text), map[string]string{"Authority": markdown(a.Authority)}), nil
	}
	read, err := charter.Load(builtIn)
	if err != nil {
		return "", err
	}
	text, err := fs.ReadFile(builtIn, read.File(code))
	if err != nil {
		return "", err
	}
	at := strings.Index(string(text), serviceID)
	if at < 0 {
		return "", message.Errorf("%s has no section %s", read.File(code), serviceID)
	}
	at = strings.LastIndexByte(string(text[:at]), '\n') + 1
	return strings.ReplaceAll(string(text[at:]), read.Controller.Name, markdown(a.Authority)), nil
}
