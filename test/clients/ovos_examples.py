#!/usr/bin/env python3
"""The seven questions that contract 003 lets a voice assistant ask, against a running gateway.

Usage: ovos_examples.py BASE_URL KEY

Prints the sentence of each and exits with 1 at the first answer that does not hold what the sentence needs.
"""

import sys
from datetime import datetime, timedelta, timezone

import requests

COMPRESSOR = "c0000000-0000-0000-0000-000000000001"
HVAC = "c0000000-0000-0000-0000-000000000002"


class Gateway:
    def __init__(self, base_url, key):
        self.base_url = base_url
        self.session = requests.Session()
        self.session.headers["X-API-Key"] = key

    def get(self, path, **params):
        return self._answer(self.session.get(self.base_url + path, params=params, timeout=30))

    def post(self, path, body=None, **params):
        return self._answer(self.session.post(self.base_url + path, json=body, params=params, timeout=60))

    def _answer(self, response):
        check(response.status_code == 200, f"{response.request.url} answers {response.status_code}: {response.text}")
        return response.json()


def check(holds, otherwise):
    if not holds:
        raise AssertionError(otherwise)


def status(gateway):
    health = gateway.get("/api/v1/health")
    check(health["status"] == "healthy", f"the system is {health['status']}")
    check(health["active_machines"] == 7, f"{health['active_machines']} machines are active")
    check(health["database"]["status"] == "connected", "the store is not connected")
    check(health["scheduler"]["job_count"] == 4, "four jobs are scheduled")
    anomalies = health["recent_anomalies"]
    return f"The system is healthy. {health['active_machines']} machines are active, {anomalies} recent anomalies."


def energy_today(gateway):
    today = datetime.now(timezone.utc).date()
    energy = gateway.get(
        "/api/v1/timeseries/energy",
        machine_id=COMPRESSOR,
        start_time=f"{today}T00:00:00Z",
        end_time=f"{today}T23:59:59Z",
        interval="1hour",
    )
    points = energy["data_points"]
    check(energy["total_points"] == len(points) > 0, "no hour of today was measured")
    check(all(point["unit"] == "kWh" and point["value"] >= 0 for point in points), "an hour is no energy in kWh")
    total = sum(point["value"] for point in points)
    check(0 < total <= 24 * 55 * 1.2, f"{total} kWh is not what a machine of 55 kW uses in a day")
    return f"{energy['machine_name']} used {total:.2f} kilowatt hours today."


def comparison(gateway):
    last = datetime.now(timezone.utc).date() - timedelta(days=1)
    compared = gateway.get(
        "/api/v1/comparison/machines",
        machine_ids=f"{COMPRESSOR},{HVAC}",
        start_date=str(last - timedelta(days=14)),
        end_date=str(last),
        metrics="energy,cost",
    )
    machines = compared["machines"]
    check({each["machine_id"] for each in machines} == {COMPRESSOR, HVAC}, "two machines were to be compared")
    check(compared["best_performer"] in (COMPRESSOR, HVAC), "neither machine is the better one")
    parts = [
        f"{each['machine_name']} used {each['metrics']['total_energy']:.2f} kilowatt hours"
        f" at a cost of {each['metrics']['total_cost']:.2f}"
        for each in machines
    ]
    best = next(each for each in machines if each["machine_id"] == compared["best_performer"])
    return f"{'; '.join(parts)}. {best['machine_name']} is the better performer."


def anomalies(gateway):
    active = gateway.get("/api/v1/anomaly/active")
    check(active["total_count"] >= len(active["anomalies"]), "more anomalies are listed than counted")
    severe = [each for each in active["anomalies"] if each["severity"] in ("high", "critical")]
    told = [
        f"{each['machine_name']}: {each['anomaly_type']}, {each['severity']}. {each['description']}" for each in severe
    ]
    return " ".join([f"{active['total_count']} anomalies need attention.", *told])


def forecast_tomorrow(gateway):
    train = {"machine_id": COMPRESSOR, "lookback_days": 28}
    trained = gateway.post("/api/v1/forecast/train/prophet", train)
    check(trained["success"] is True, "the model was not trained")
    question = {"machine_id": COMPRESSOR, "model_type": "prophet", "forecast_hours": 24}
    forecast = gateway.post("/api/v1/forecast/predict", question)
    hours = forecast["predictions"]
    check(len(hours) == 24, f"{len(hours)} hours were forecast")
    check(
        all(each["lower_bound"] <= each["predicted_energy"] <= each["upper_bound"] for each in hours),
        "an hour lies outside of its bounds",
    )
    total = forecast["total_predicted_energy"]
    check(abs(total - sum(each["predicted_energy"] for each in hours)) < 1e-6 * total, "the total is not that of its hours")
    return f"The forecast of {forecast['machine_name']} for the next day is {total:.2f} kilowatt hours."


def kpis_of_month(gateway):
    now = datetime.now(timezone.utc).replace(tzinfo=None)
    start = now.replace(day=1, hour=0, minute=0, second=0)
    if now - start < timedelta(days=1):
        start -= timedelta(days=1)
    answer = gateway.get(
        "/api/v1/kpi/all", machine_id=COMPRESSOR, start=start.isoformat() + "Z", end=now.isoformat() + "Z"
    )
    kpis, totals = answer["kpis"], answer["totals"]
    sec, peak, load_factor = kpis["sec"]["value"], kpis["peak_demand"]["value"], kpis["load_factor"]
    check(abs(load_factor["value"] - totals["avg_power_kw"] / peak) < 1e-6, "the load factor is not mean by peak")
    if sec is not None:
        from_totals = totals["total_energy_kwh"] / totals["total_production_units"]
        check(abs(sec - from_totals) < 1e-6 * sec, "the SEC is not energy by production")
    produced = "made nothing" if sec is None else f"specific energy consumption {sec:.3f} kilowatt hours per unit"
    return (
        f"{answer['machine_name']} this month: {produced}, peak demand {peak:.1f} kilowatts,"
        f" load factor {load_factor['percent']:.0f} percent, energy cost {kpis['energy_cost']['value']:.2f}"
        f" {kpis['energy_cost']['unit']}, carbon emissions {kpis['carbon_intensity']['value']:.0f} kilograms."
    )


def retraining(gateway):
    answer = gateway.post(
        "/api/v1/model-performance/retrain/trigger",
        model_type="baseline",
        machine_id=COMPRESSOR,
        trigger_type="manual",
        reason="User requested via voice",
    )
    check(answer["triggered"] is True, f"no training was started: {answer['reason']}")
    check(answer["training_job_id"], "the training has no id")
    return f"Training {answer['training_job_id']} has started and will probably end at {answer['estimated_completion']}."


EXAMPLES = (status, energy_today, comparison, anomalies, forecast_tomorrow, kpis_of_month, retraining)


def main(base_url, key):
    gateway = Gateway(base_url, key)
    for number, example in enumerate(EXAMPLES, start=1):
        try:
            print(f"{number}. {example(gateway)}", flush=True)
        except AssertionError as failure:
            sys.exit(f"{number}. {example.__name__}: {failure}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
