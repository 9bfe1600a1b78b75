package command

import (
	"io"
	"os"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/schollz/progressbar/v3"

	"charte/internal/proof"
)

// progress returns what shows a bar, counting units, while someone looks at a terminal, and the
// function that takes the bar away. Elsewhere nothing is shown.
func progress(stderr io.Writer, what, unit string) (proof.Progress, func()) {
	file, ok := stderr.(*os.File)
	if !ok || !isatty.IsTerminal(file.Fd()) {
		return func(_, _ int64) {}, func() {}
	}
	return bar(stderr, what, unit)
}

func bar(to io.Writer, what, unit string) (proof.Progress, func()) {
	b := progressbar.NewOptions64(1, progressbar.OptionSetWriter(to), progressbar.OptionSetDescription(what),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionShowCount(), progressbar.OptionShowIts(),
		progressbar.OptionSetItsString(unit), progressbar.OptionClearOnFinish())
	told := func(done, total int64) {
		if b.GetMax64() != total {
			b.ChangeMax64(total)
		}
		b.Set64(done) // an error only says that the terminal is gone
	}
	return told, func() { b.Finish() }
}
