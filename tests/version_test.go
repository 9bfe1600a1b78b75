package tests

import (
	"bytes"
	"context"
	"io"
	"runtime"
	"strings"
	"testing"
)

func TestVersionIsOneLineThatNamesProgramAndPlatform(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := run(context.Background(), []string{"version"}, nil, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	line := out.String()
	if !strings.HasPrefix(line, "charte ") || strings.Count(line, "\n") != 1 || !strings.HasSuffix(line, runtime.GOOS+"/"+runtime.GOARCH+")\n") {
		t.Errorf("charte version printed %q", line)
	}
}
