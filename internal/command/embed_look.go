package command

import (
	"context"
	"fmt"
	"io"

	"charte/internal/durable"
	"charte/internal/kit"
	"charte/internal/message"
	"charte/internal/placement"
	"charte/internal/portal"
	"charte/locales"
)

// look opens the page at --look, writes a picture of it in each window into the working
// directory and prints the faults of the banner in it. It fails if there are any.
func (c *embedCommand) look(ctx context.Context, stdout io.Writer, base portal.Base, made kit.Portal) error {
	catalog, err := message.Load(locales.Operator)
	if err != nil {
		return err
	}
	words := catalog[c.language]
	report, err := placement.Inspect(ctx, c.Look, placement.Options{
		Browser: c.Browser, CA: c.CA, Service: base.String(), Markup: forms(made), Height: heightIn(made),
	})
	if err != nil {
		return message.Errorf("--look: %w", err)
	}
	print := func(texts []message.Text) {
		for _, text := range texts {
			fmt.Fprintln(stdout, "  "+words.Say(text))
		}
	}
	fmt.Fprintln(stdout, c.Look)
	print(report.Page)
	print(report.Warnings)
	for _, view := range report.Views {
		name := fmt.Sprintf("look-%d.png", view.Window.Width)
		if err := durable.Replace(name, view.Picture, 0o644); err != nil {
			return message.Errorf("--look: %w", err)
		}
		fmt.Fprintf(stdout, "%d × %d: %s\n", view.Window.Width, view.Window.Height, name)
		print(view.Faults)
	}
	if n := report.Faults(); n > 0 {
		return message.Count(n, "--look: the banner has %d fault on this page", "--look: the banner has %d faults on this page").AsError()
	}
	fmt.Fprintln(stdout, words.Say(message.Of("the banner is at the bottom, whole, on top, and absent from paper")))
	return nil
}

// forms returns the markup of kit 1 in each form that a page may contain.
func forms(portal kit.Portal) (all []string) {
	for _, classes := range []bool{false, true} {
		for _, part := range portal.Frame(classes, false) {
			if part.Place == kit.Body {
				all = append(all, part.Code)
			}
		}
	}
	return all
}

// heightIn returns a function that returns the height of the banner in a window of a
// width, both in CSS pixels.
func heightIn(portal kit.Portal) func(width int) int {
	return func(width int) int {
		height := portal.Heights[0]
		for i, from := range portal.Windows {
			if from <= width {
				height = portal.Heights[i]
			}
		}
		return height
	}
}
