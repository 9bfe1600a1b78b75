package placement

import (
	"strings"

	"golang.org/x/net/html"
)

// element is an element of a kit with the attributes that it must have in the page.
type element struct {
	Name       string            `json:"name"`
	Attributes map[string]string `json:"attributes"`
}

// address returns what identifies the element: the address that it loads or, without
// one, its class.
func (e element) address() string {
	for _, name := range []string{"src", "srcset", "class"} {
		if value := e.Attributes[name]; value != "" {
			return name + "=" + value
		}
	}
	return ""
}

// readMarkup returns the elements of each form of a kit.
func readMarkup(forms []string) ([][]element, error) {
	var all [][]element
	for _, form := range forms {
		root, err := html.Parse(strings.NewReader(form))
		if err != nil {
			return nil, err
		}
		var elements []element
		for n := range root.Descendants() {
			if e := (element{n.Data, map[string]string{}}); n.Type == html.ElementNode && len(n.Attr) > 0 {
				for _, a := range n.Attr {
					e.Attributes[a.Key] = a.Val
				}
				elements = append(elements, e)
			}
		}
		all = append(all, elements)
	}
	return all, nil
}

// removed returns the elements of the form that the page lacks, and the attributes that
// its elements lack, as "<img> referrerpolicy". A changed style counts as removed only
// if the attribute is empty: platforms rewrite it.
func removed(form, page []element) (lacking []string) {
	found := map[string]element{}
	for _, e := range page {
		found[e.Name+" "+e.address()] = e
	}
	for _, e := range form {
		there, ok := found[e.Name+" "+e.address()]
		if !ok {
			lacking = append(lacking, "<"+e.Name+">")
			continue
		}
		for name := range e.Attributes {
			if value, ok := there.Attributes[name]; !ok || name == "style" && value == "" {
				lacking = append(lacking, "<"+e.Name+"> "+name)
			}
		}
	}
	return lacking
}

// leastRemoved returns what the page lacks of the form of the kit that it is closest to.
func leastRemoved(forms [][]element, page []element) (least []string) {
	for i, form := range forms {
		if lacking := removed(form, page); i == 0 || len(lacking) < len(least) {
			least = lacking
		}
	}
	return least
}
