package docs_test

import (
	"regexp"
	"strings"
	"testing"

	"charte/internal/store/postgres/pgtest"
)

var onPostgres = regexp.MustCompile("(?ms)^```sh run postgres\n(.*?)^```$")

// A second instance on the same database, with a spool of its own, takes a choice;
// both are in one chain, which a backup brings back.
const second = `
mkdir second
chartectl serve --listen 127.0.0.1:8082 --admin off --spool "$PWD/second" >second/log 2>&1 &
for _ in {1..400}; do curl -fs http://127.0.0.1:8082/readyz && break; sleep 0.05; done
curl -fsS -H 'Host: cookies.example.fr' -d 'decision=refuse&surface=charter&return=' http://127.0.0.1:8082/fr/choice
kill %1
wait
chartectl verify | grep ': 3 records, 1 to 3,'
`

// A visitor chooses while the backup is made: before its last command.
const meanwhile = `
curl -fsS -H 'Host: cookies.example.fr' -d 'decision=refuse&surface=charter&return=' http://127.0.0.1:8080/fr/choice
`

func TestInstancesShareOneChainOnPostgreSQLAndItIsRestored(t *testing.T) {
	t.Parallel()
	m := newMachine(t, buildProgram(t), pgtest.Start(t).NewDatabase(t))
	m.run(t, "prepare", prepare)
	m.run(t, "second instance", second)
	script := strings.Builder{}
	for _, block := range onPostgres.FindAllStringSubmatch(read(t, "fr", "sauvegarder"), -1) {
		script.WriteString(block[1])
	}
	// What is chosen between backup and restore is what a restore loses.
	backup, restore, found := strings.Cut(script.String(), "systemctl stop")
	if !found {
		t.Fatal("the guide restores nothing")
	}
	last := strings.LastIndex(strings.TrimSuffix(backup, "\n"), "\n") + 1
	backup = backup[:last] + meanwhile + backup[last:]
	m.run(t, "backup and restore", backup+choices+"systemctl stop"+restore+"chartectl verify | grep ': 4 records, 1 to 4,'\n")
}
