#!/usr/bin/env bash
# Packs the package, installs it in an empty folder, and uses it as a library and as a command.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

npm pack --silent --pack-destination "$work" > "$work/name"
tarball=$work/$(tail -n 1 "$work/name")
tar -tzf "$tarball" | sort > "$work/files"
for wanted in package/README.md package/CHANGELOG.md package/LICENSE package/dist/index.js package/dist/index.d.ts package/dist/cli/main.js package/docs/tutorial.md package/docs/plugins.md; do
  grep -qx "$wanted" "$work/files" || { echo "check-package: got no $wanted in the package"; exit 1; }
done
if grep -E '^package/(src|test|node_modules|runs)/' "$work/files"; then
  echo 'check-package: got files that no user needs'; exit 1
fi

mkdir "$work/user"
cd "$work/user"
npm init -y > /dev/null
npm install --silent --no-save "$tarball"
npx --no-install relaxon --version
npx --no-install relaxon info > info.txt
grep -q 'batched' info.txt
npx --no-install relaxon train --data digits --epochs 1 --limit-train-batches 20 --limit-test-samples 200 --quiet --out run
test -s run/report.html

# The README's example, run by plain node against the installed package.
awk '/^```ts$/ { on = 1; next } /^```$/ { on = 0 } on' "$root/README.md" > example.mjs
node example.mjs

# A rule of the user's own, in a folder that is no project: nothing is installed beside it.
mkdir "$work/elsewhere"
(cd "$work/elsewhere" && "$work/user/node_modules/.bin/relaxon" new rule mine)
own=(--plugin "$work/elsewhere/mine.ts" --rule mine --quiet)
npx --no-install relaxon agree "${own[@]}" --train 2 | tail -n 1
npx --no-install relaxon audit "${own[@]:0:4}" | grep -x 'as declared'
npx --no-install relaxon train "${own[@]}" --data digits --epochs 1 --limit-train-batches 5 --limit-test-samples 50 --out own
grep -q '"sha256"' own/config.json
npx --no-install relaxon train --resume own --epochs 2 --quiet
for kind in rule activation loss optimiser feedback data; do npx --no-install relaxon new "$kind" "my-$kind" > /dev/null; done

# Types: a user's program compiles against the package.
cat > user.ts <<'TS'
import { EventSimulator, initialParameters, parseNetwork, type Simulator } from 'relaxon';
const network = parseNetwork({ input: [2], layers: [{ type: 'dense', units: 1 }] });
const simulator: Simulator = new EventSimulator(network, initialParameters(network, 1));
simulator.dispose();
TS
cat > tsconfig.json <<'JSON'
{ "compilerOptions": { "noEmit": true, "strict": true, "skipLibCheck": true, "module": "nodenext", "target": "es2022", "types": [] },
  "files": ["user.ts", "my-rule.ts", "my-activation.ts", "my-loss.ts", "my-optimiser.ts", "my-feedback.ts", "my-data.ts"] }
JSON
"$root/node_modules/.bin/tsc" -p tsconfig.json
echo "check-package: the package works ($(wc -l < "$work/files") files)"
