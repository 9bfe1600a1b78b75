package command

import (
	"io"
	"os"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/schollz/progressbar/v3"

	"charte/internal/message"
	"charte/internal/proof"
)

// progress shows a progress bar if stderr is a terminal. It returns a function that
// updates the bar and one that removes it; without a terminal both do nothing.
func progress(stderr io.Writer, what, unit message.Text) (proof.Progress, func()) {
	words := wordsFor(stderr)
	if o, ok := stderr.(*output); ok {
		stderr = o.to
	}
	file, ok := stderr.(*os.File)
	if !ok || !isatty.IsTerminal(file.Fd()) {
		return func(_, _ int64) {}, func() {}
	}
	return bar(stderr, words.Say(what), words.Say(unit))
}

// bar shows a progress bar labelled what, with its rate in units per second.
func bar(to io.Writer, what, unit string) (proof.Progress, func()) {
	b := progressbar.NewOptions64(1, progressbar.OptionSetWriter(to), progressbar.OptionSetDescription(what),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionShowCount(), progressbar.OptionShowIts(),
		progressbar.OptionSetItsString(unit), progressbar.OptionClearOnFinish())
	advance := func(done, total int64) {
		if b.GetMax64() != total {
			b.ChangeMax64(total)
		}
		b.Set64(done) // fails only if the terminal was closed
	}
	return advance, func() { b.Finish() }
}
