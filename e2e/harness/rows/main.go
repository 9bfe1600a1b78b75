// Rows reads names of SQLite registries, one on each line, and prints for each a line
// with its records as a JSON array, oldest first. The browser tests compare these records,
// and node 20 cannot read SQLite.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"

	"charte/internal/consent"
	"charte/internal/store/sqlite"
)

func main() {
	out := json.NewEncoder(os.Stdout)
	for files := bufio.NewScanner(os.Stdin); files.Scan(); {
		rows, err := read(context.Background(), files.Text())
		if err == nil {
			err = out.Encode(rows)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "rows:", err)
			os.Exit(1)
		}
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

func read(ctx context.Context, file string) ([]row, error) {
	registry, err := sqlite.Open(ctx, file)
	if err != nil {
		return nil, err
	}
	defer registry.Close()
	rows := []row{}
	for r, err := range registry.Records(ctx, 1) {
		if err != nil {
			return nil, err
		}
		rows = append(rows, row{r.Sequence, string(r.Decision), r.Choice, r.Text, r.Language, r.Portal, r.GPC, r.Receipt, r.Ends})
	}
	return rows, nil
}
