package message_test

import (
	"strings"
	"testing"

	"charte/internal/message"
)

// Only comments change, whatever precedes them; a file without French stays as it is.
func TestCommentsOfAFileAreTranslated(t *testing.T) {
	t.Parallel()
	const file = "# The public\n# address.\n#CHARTE_PORTAL=x\n\n\tlisten 80; # all machines\n\t# not known\n\ttoken \"#fff\";\n"
	long := strings.TrimSpace(strings.Repeat("l’adresse ", 20))
	words := message.Words{"The public address.": long, "all machines": "toutes les machines"}
	got := words.Comments(file)
	if message.Words(nil).Comments(file) != file || !strings.HasSuffix(got, "\n#CHARTE_PORTAL=x\n\n\tlisten 80; # toutes les machines\n\t# not known\n\ttoken \"#fff\";\n") {
		t.Errorf("%s", got)
	}
	lines := strings.Split(strings.Split(got, "\n#CHARTE")[0], "\n")
	for _, line := range lines {
		if !strings.HasPrefix(line, "# l") || len([]rune(line)) > 86 {
			t.Errorf("%q", line)
		}
	}
	if len(lines) != 3 || strings.Join(message.CommentsOf(file), "|") != "The public address.|all machines|not known" {
		t.Errorf("%q, %q", lines, message.CommentsOf(file))
	}
}
