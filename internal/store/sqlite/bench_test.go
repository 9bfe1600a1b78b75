package sqlite_test

import (
	"path/filepath"
	"testing"

	"charte/internal/consent/consenttest"
)

func BenchmarkAppend(b *testing.B) {
	consenttest.Benchmark(b, open(b, filepath.Join(b.TempDir(), "charte.db")))
}
