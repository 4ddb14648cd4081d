from flask import Blueprint, jsonify, request, url_for


def make_admin(books, token):
    bp = Blueprint("admin", __name__, url_prefix="/admin")

    @bp.before_request
    def guard():
        if request.headers.get("X-Token", "") != token:
            return jsonify(error="token"), 403

    @bp.route("/books")
    def counted():
        rows = []
        for name, texts in books.items():
            rows.append({"book": name, "notes": len(texts), "url": url_for(f"{name}.listed")})
        return jsonify(rows)

    @bp.route("/clear/<book>", methods=["POST"])
    def emptied(book):
        if book not in books:
            return jsonify(error="no such page"), 404
        del books[book][:]
        return "", 204

    return bp
