// Rows prints the records of a SQLite registry as JSON lines, oldest first: the
// browser tests assert on what was recorded, and node 20 reads no SQLite.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"charte/internal/consent"
	"charte/internal/store/sqlite"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: rows FILE")
		os.Exit(2)
	}
	if err := run(context.Background(), os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "rows:", err)
		os.Exit(1)
	}
}

// row is a record without its chain.
type row struct {
	Sequence int64          `json:"sequence"`
	Decision string         `json:"decision"`
	Choice   consent.Choice `json:"choice"`
	Text     string         `json:"text"`
	Language string         `json:"language"`
	Portal   string         `json:"portal"`
	GPC      bool           `json:"gpc"`
	Receipt  string         `json:"receipt"`
	Ends     string         `json:"ends"`
}

func run(ctx context.Context, file string) error {
	registry, err := sqlite.Open(ctx, file)
	if err != nil {
		return err
	}
	defer registry.Close()
	out := json.NewEncoder(os.Stdout)
	for r, err := range registry.Records(ctx, 1) {
		if err != nil {
			return err
		}
		line := row{r.Sequence, string(r.Decision), r.Choice, r.Text, r.Language, r.Portal, r.GPC, r.Receipt, r.Ends}
		if err := out.Encode(line); err != nil {
			return err
		}
	}
	return nil
}
